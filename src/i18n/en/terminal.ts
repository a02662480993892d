import type { terminal as chinese } from '../zh-CN/terminal.ts';

export const terminal: Record<keyof typeof chinese, string> = {
  'banner.ready': 'Shoudan is running ({seconds} s)',
  'banner.address': 'Open',
  'banner.demo': 'Demo data, open to this machine only; for real use choose another data directory and start with --empty',
  'banner.sign_ins': 'Demo sign-ins (name / password)',
  'banner.setup': 'Open this one-time link to create the first administrator (valid for {hours} hours)',
  'banner.data': 'Data in',
  'banner.database': 'Database in',
  'banner.stop': 'Press Ctrl-C to stop; the data stays',
  'banner.local_only': 'Only this machine can open it. For colleagues set HOST=0.0.0.0 and put an HTTPS reverse proxy in front',
  'banner.demo_host': 'There is demo data: HOST={host} is ignored, only this machine is served',

  'role.owner': 'owner',
  'role.manager': 'sales manager',
  'role.rep': 'sales rep',
  'role.finance': 'finance',
  'role.officer': 'integrity officer',
  'role.admin': 'administrator',

  'step.database_created': 'First start: creating the database…',
  'step.database_joined': 'The database is running already; using it',
  'step.database_recovering': 'The last stop was not a clean one; the database is recovering, please wait…',
  'step.database_moved': 'The database user {user} cannot enter {wanted}, so the database lies in {place}',
  'step.socket_moved': 'The path of the data directory is too long, so the database socket lies in {place}',
  'step.database_restarted': 'The database ended unexpectedly and was started again; nothing saved was lost',
  'step.database_died': 'The database ended unexpectedly; starting it again…',
  'step.migrated': 'Database brought up to date: {names}',
  'step.stopping': 'Stopping… (Ctrl-C once more ends at once)',
  'step.stopped': 'Stopped; the data is saved',
  'step.database_left': 'Another Shoudan process still uses the database; it keeps running',
  'step.seeding': 'Loading the demo company…',
  'step.web_building': 'Building the web pages (only the first time and after updates, about 10 s)…',
  'step.worker_ready': 'The worker for background jobs is running',

  'detect.running': 'Checking (as of {asOf})…',
  'detect.done':
    'Checked as of {asOf}: {check} to check, {watch} to watch (no verdict on anybody). Engine {engine}, fingerprint of the result {fingerprint}',
  'detect.failed': 'The check was not completed: {reason}',

  'stop.config_invalid': 'The environment variable {name} is wrong: {reason}. It is “{value}” now.',
  'stop.port_taken':
    'Port {port} is taken. Perhaps Shoudan is running already: look at http://localhost:{port}; or choose another port: npm start -- --port {other}',
  'stop.port_forbidden': 'Port {port} may not be used without special rights. Choose one above 1024: npm start -- --port {other}',
  'stop.host_unknown': 'This machine has no address {host}. Change the environment variable HOST.',
  'stop.data_locked':
    'The data directory {place} is in use by another process (number {pid}). Stop that one first, or choose another directory with DATA_DIR.',
  'stop.data_unwritable':
    'The data directory {place} cannot be written ({reason}). Check its permissions, or choose another directory with DATA_DIR.',
  'stop.data_foreign':
    'The data directory {place} belongs to user {owner}; user {user} cannot use it. Start as {owner}, or choose another directory with DATA_DIR.',
  'stop.data_missing':
    'The database should lie in {place}, but nothing is there (disk not mounted?). Bring it back; to begin with an empty one, delete {note}.',
  'stop.data_version':
    'The data directory {place} was made by PostgreSQL {found}; this version brings {expected}. Export with the old version and import into a new data directory; docs/operations.md has the steps.',
  'stop.disk_full': 'The disk is full: {place}. Free some space and start again; nothing saved was lost.',
  'stop.server_too_old':
    'The database server is PostgreSQL {found}; {needed} or newer is needed. Upgrade it, or remove DATABASE_URL to use the built-in database.',
  'stop.database_unreachable':
    'The database {server} cannot be reached ({reason}). Check DATABASE_URL, the network, and whether the database is running.',
  'stop.database_refused': 'The database {server} refuses the sign-in ({reason}). Check the user and password in DATABASE_URL.',
  'stop.database_missing':
    "There is no database {database} on {server}. Create it first: create database {database} encoding 'UTF8' template template0",
  'stop.database_rights':
    'The user {user} lacks rights in the database {database}: {rights}. Ask the database administrator to grant them.',
  'stop.database_encoding':
    "The database {database} has the encoding {found}; it must be UTF8. Create it anew: create database {database} encoding 'UTF8' template template0",
  'stop.database_newer':
    'A newer version of Shoudan has used this database ({name}); this version cannot open it. Use the newer version, or restore the backup made before the upgrade.',
  'stop.database_changed': 'The migration {name} differs from the one recorded in the database. Use a released version.',
  'stop.database_failed': 'The built-in database did not start. Log: {log}\n{lines}',
  'stop.database_lost': 'The database ended unexpectedly again and again, so Shoudan has stopped. Nothing saved was lost; log: {log}',
  'stop.native_missing':
    'The package {name} with the built-in database was not found. Run npm ci again (without --omit=optional), or set DATABASE_URL to use a PostgreSQL of your own.',
  'stop.native_broken':
    'The built-in database does not run on this machine ({reason}). Run npm ci again (install scripts must be allowed), or set DATABASE_URL to use a PostgreSQL of your own.',
  'stop.no_unprivileged_user':
    'Running as root, but the database refuses to run as root and could not be started as postgres or nobody ({reason}). Start as an ordinary user, or set DATABASE_URL.',
  'stop.demo_not_empty':
    'The data directory {place} holds demo data and is not for real use. Choose another one: DATA_DIR=… npm start -- --empty',
  'stop.web_missing': 'The web pages have not been built. Run npm run build, or simply npm start.',
  'stop.web_failed': 'Building the web pages failed; the reason is above.',
  'stop.unexpected': 'Something went wrong and the program stopped: {reason}. Nothing saved was lost. Please report this message.',
  'stop.date_invalid': 'The date “{value}” is wrong; write it like 2026-03-31.',
  'stop.usage': 'Unknown command or option: {argument}',

  'help.title': 'Shoudan, the self-hosted sales-integrity CRM',
  'help.start': 'start the server; --empty without demo data, --port N on another port',
  'help.worker': 'run background jobs only (same database as start)',
  'help.migrate': 'only bring the database up to date',
  'help.seed': 'load the demo company into an empty database',
  'help.check': 'check an order file directly, without the database',
  'help.detect': 'run the leak check on the orders in the database',
  'help.version': 'version',
  'help.help': 'show this',
  'help.more': 'environment variables, back-up and exit codes: docs/operations.md',
};
