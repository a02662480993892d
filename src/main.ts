import { enableCompileCache } from 'node:module';
import { join } from 'node:path';
import { exitCodes, StartProblem } from '#platform/start-problem.ts';

// Types are stripped and scripts compiled once and not at each start (measured: a third of the start's processor time). Not in
// the temporary folder, which is Node's default: what lies there may come from anybody.
enableCompileCache(join(import.meta.dirname, '..', 'node_modules', '.cache', 'shoudan'));

/**
 * The one binary. Commands load what they need when they are called: `check` must not wait for a web server, and `help`
 * must work where nothing else does.
 */
const commands: Readonly<Record<string, (args: string[]) => Promise<number | undefined>>> = {
  start: async (args) => (await import('./commands/start.ts')).start(args),
  worker: async (args) => (await import('./commands/worker.ts')).worker(args),
  migrate: async (args) => (await import('./commands/migrate.ts')).migrateOnly(args),
  seed: async (args) => (await import('./commands/seed.ts')).seed(args),
  check: async (args) => (await import('#modules/detection/check-file.ts')).runCheckCommand(args, process),
  detect: async (args) => (await import('./commands/detect.ts')).detect(args),
  help: async () => (await import('./commands/help.ts')).help(),
  version: async () => (await import('./commands/help.ts')).version(),
};

async function main(): Promise<number | undefined> {
  const [name = 'help', ...args] = process.argv.slice(2);
  const command = commands[name] ?? { '--help': commands['help'], '-h': commands['help'], '--version': commands['version'] }[name];
  if (command) return command(args);
  const { help } = await import('./commands/help.ts');
  process.stderr.write(`${new StartProblem('usage', { argument: name }).message}\n\n`);
  await help();
  return exitCodes.usage;
}

try {
  const exitCode = await main();
  // `undefined`: a server, which ends the process itself.
  if (exitCode !== undefined) process.exitCode = exitCode;
} catch (error) {
  const { report } = await import('#platform/start-lifecycle.ts');
  process.exitCode = report(error);
}
