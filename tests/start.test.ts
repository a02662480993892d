import { execFileSync } from 'node:child_process';
import { chownSync, closeSync, mkdirSync, openSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync, writeSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import pg from 'pg';
import { afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { exitCodes } from '#platform/start-problem.ts';
import { prepareWeb } from '#platform/start-web.ts';
import {
  cleanUp,
  gone,
  isAlive,
  isRoot,
  killNow,
  launch,
  makePlace,
  ordinaryCanEnter,
  ordinaryUser,
  postmasterOf,
  type Program,
  userOf,
} from './start-support.ts';

// The start as an operator sees it: the real program, real files, real signals.

const account = { personName: '测试员', signInName: 'ceshi', password: 'correct horse 2026' };

// Each test starts the program several times, and the machine may be busy with others.
vi.setConfig({ testTimeout: 180_000, hookTimeout: 180_000 });

beforeAll(async () => {
  expect(await prepareWeb()).toBe(0);
});
afterEach(() => cleanUp());

/** The address on which it serves, once it does. */
async function addressOf(program: Program): Promise<string> {
  await program.seen(/Press Ctrl-C to stop/);
  return `http://127.0.0.1:${(await program.seen(/Open {2}http:\/\/localhost:(\d+)/))[1]}`;
}

async function post(address: string, path: string, body: object): Promise<number> {
  const answer = await fetch(`${address}${path}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
  return answer.status;
}

/** Commits a row that tells later whether anything was lost: the first administrator. */
async function createAdmin(program: Program, address: string): Promise<void> {
  const token = (await program.seen(/\/setup\?token=(\S+)/))[1];
  expect(await post(address, '/api/setup', { token, ...account })).toBe(200);
}

function signIn(address: string): Promise<number> {
  return post(address, '/api/session', { name: account.signInName, password: account.password });
}

/** Gives files to the user whom the cluster belongs to. */
function chownLike(cluster: string, files: readonly string[]): void {
  const { uid, gid } = statSync(cluster);
  for (const file of files) chownSync(file, uid, gid);
}

function superuserUrl(dataDir: string, database = 'shoudan'): string {
  const { superuserPassword } = JSON.parse(readFileSync(join(dataDir, 'secrets.json'), 'utf8')) as { superuserPassword: string };
  return `postgresql://postgres:${superuserPassword}@localhost/${database}?host=${encodeURIComponent(join(dataDir, 'database', 'socket'))}`;
}

describe('a beginning without demo data', () => {
  it('prints a one-time link, keeps what was entered, and stops cleanly on Ctrl-C', async () => {
    const dataDir = join(makePlace(), 'data');
    const first = launch(['start', '--empty'], { DATA_DIR: dataDir });
    const address = await addressOf(first);
    expect(await (await fetch(`${address}/readyz`)).json()).toEqual({ status: 'ok' });
    expect(await (await fetch(`${address}/api/demo`)).json()).toEqual({ demo: false, signIns: [] });
    await createAdmin(first, address);
    const token = (await first.seen(/\/setup\?token=(\S+)/))[1];
    expect(await post(address, '/api/setup', { token, ...account, signInName: 'zweiter' })).toBe(403);
    expect(first.text()).toContain(dataDir);

    const postmaster = postmasterOf(join(dataDir, 'database'));
    first.child.kill('SIGINT');
    expect(await first.ended()).toBe(0);
    expect(first.text()).toMatch(/已停止[\s\S]*Stopped/);
    expect(isAlive(postmaster!)).toBe(false);

    const second = launch(['start'], { DATA_DIR: dataDir });
    const again = await addressOf(second);
    expect(await signIn(again)).toBe(200);
    expect(second.text()).not.toContain('setup?token');
    expect(await (await fetch(`${again}/api/demo`)).json()).toEqual({ demo: false, signIns: [] });
    second.child.kill('SIGTERM');
    expect(await second.ended()).toBe(0);
  });

  it('gives a new link and never the demo when it was stopped before the administrator was there', async () => {
    const dataDir = join(makePlace(), 'data');
    const first = launch(['start', '--empty'], { DATA_DIR: dataDir });
    await addressOf(first);
    const old = (await first.seen(/\/setup\?token=(\S+)/))[1];
    first.child.kill('SIGINT');
    await first.ended();
    const second = launch(['start'], { DATA_DIR: dataDir });
    const address = await addressOf(second);
    const fresh = (await second.seen(/\/setup\?token=(\S+)/))[1];
    expect(fresh).not.toBe(old);
    expect(await (await fetch(`${address}/api/setup?token=${old}`)).json()).toEqual({ valid: false });
    expect(await (await fetch(`${address}/api/setup?token=${fresh}`)).json()).toEqual({ valid: true });
  });

  it('keeps secrets and files from other users', async () => {
    const dataDir = join(makePlace(), 'data');
    const program = launch(['migrate'], { DATA_DIR: dataDir });
    expect(await program.ended()).toBe(0);
    expect(statSync(join(dataDir, 'secrets.json')).mode & 0o077).toBe(0);
    expect(statSync(join(dataDir, 'database')).mode & 0o077).toBe(0);
    expect(statSync(dataDir).mode & 0o066).toBe(0);
    expect(statSync(join(dataDir, 'database', 'cluster')).uid !== 0).toBe(true);
    const settings = readFileSync(join(dataDir, 'database', 'cluster', 'postgresql.conf'), 'utf8');
    expect(settings).not.toMatch(/fsync|synchronous_commit|full_page_writes/);
    expect(settings).toContain("listen_addresses = ''");
  });
});

describe('the demo', () => {
  it('is loaded once, says who may sign in, and is served to this machine only', async () => {
    const dataDir = join(makePlace(), 'data');
    const first = launch(['start'], { DATA_DIR: dataDir, HOST: '0.0.0.0' });
    const address = await addressOf(first);
    expect(first.text()).toMatch(/HOST=0\.0\.0\.0/);
    const { demo, signIns } = (await (await fetch(`${address}/api/demo`)).json()) as {
      demo: boolean;
      signIns: { name: string; password: string; role: string }[];
    };
    expect(demo).toBe(true);
    expect(signIns.map((one) => one.role).toSorted()).toEqual(['admin', 'finance', 'manager', 'officer', 'owner', 'rep']);
    for (const { name, password } of signIns) {
      expect(first.text()).toContain(name);
      expect(await post(address, '/api/session', { name, password })).toBe(200);
    }
    const port = new URL(address).port;
    const listeners = readFileSync('/proc/net/tcp', 'utf8')
      .split('\n')
      .filter((line) => line.includes(`:${Number(port).toString(16).toUpperCase().padStart(4, '0')} 00000000:0000 0A`));
    expect(listeners.map((line) => line.trim().split(/\s+/)[1]?.split(':')[0])).toEqual(['0100007F']);
    first.child.kill('SIGINT');
    expect(await first.ended()).toBe(0);

    const refused = launch(['start', '--empty'], { DATA_DIR: dataDir });
    expect(await refused.ended()).toBe(exitCodes.demo_not_empty);
    expect(refused.text()).toMatch(/演示数据[\s\S]*demo data/);

    const second = launch(['start'], { DATA_DIR: dataDir });
    await addressOf(second);
    expect(second.text()).not.toContain('Loading the demo');
    second.child.kill('SIGINT');
    expect(await second.ended()).toBe(0);
  });
});

describe('kill -9', () => {
  it('of PostgreSQL: it is started again under the running server, with everything committed', async () => {
    const dataDir = join(makePlace(), 'data');
    const program = launch(['start', '--empty'], { DATA_DIR: dataDir });
    const address = await addressOf(program);
    await createAdmin(program, address);
    const before = postmasterOf(join(dataDir, 'database'))!;
    killNow(before);
    await program.seen(/was started again/);
    expect(postmasterOf(join(dataDir, 'database'))).not.toBe(before);
    expect(await signIn(address)).toBe(200);
    program.child.kill('SIGINT');
    expect(await program.ended()).toBe(0);
  });

  it('of PostgreSQL twice within a minute: the server stops and says why', async () => {
    const dataDir = join(makePlace(), 'data');
    const program = launch(['start', '--empty'], { DATA_DIR: dataDir });
    await addressOf(program);
    killNow(postmasterOf(join(dataDir, 'database'))!);
    await program.seen(/was started again/);
    killNow(postmasterOf(join(dataDir, 'database'))!);
    expect(await program.ended()).toBe(exitCodes.database_lost);
    expect(program.text()).toMatch(/连续意外退出[\s\S]*again and again/);
  });

  it('of the server: the next start joins the database that goes on', async () => {
    const dataDir = join(makePlace(), 'data');
    const first = launch(['start', '--empty'], { DATA_DIR: dataDir });
    const address = await addressOf(first);
    await createAdmin(first, address);
    const postmaster = postmasterOf(join(dataDir, 'database'))!;
    first.child.kill('SIGKILL');
    expect(await first.ended()).toBe('SIGKILL');
    expect(isAlive(postmaster)).toBe(true);
    const second = launch(['start'], { DATA_DIR: dataDir });
    expect(await signIn(await addressOf(second))).toBe(200);
    expect(postmasterOf(join(dataDir, 'database'))).toBe(postmaster);
    second.child.kill('SIGINT');
    expect(await second.ended()).toBe(0);
    expect(isAlive(postmaster)).toBe(false);
  });

  it('of both: the next start recovers', async () => {
    const dataDir = join(makePlace(), 'data');
    const first = launch(['start', '--empty'], { DATA_DIR: dataDir });
    await createAdmin(first, await addressOf(first));
    const postmaster = postmasterOf(join(dataDir, 'database'))!;
    first.child.kill('SIGKILL');
    killNow(postmaster);
    await first.ended();
    await gone(postmaster);
    const second = launch(['start'], { DATA_DIR: dataDir });
    expect(await signIn(await addressOf(second))).toBe(200);
  });

  it('and then another program got the process number: the lock it left is seen through', async () => {
    const dataDir = join(makePlace(), 'data');
    const first = launch(['migrate'], { DATA_DIR: dataDir });
    expect(await first.ended()).toBe(0);
    const cluster = join(dataDir, 'database', 'cluster');
    const socketDir = join(dataDir, 'database', 'socket');
    const lock = `${process.pid}\n${cluster}\n1700000000\n5432\n${socketDir}\n`;
    writeFileSync(join(cluster, 'postmaster.pid'), `${lock}\n  1 1\nready\n`);
    writeFileSync(join(socketDir, '.s.PGSQL.5432.lock'), lock);
    chownLike(cluster, [join(cluster, 'postmaster.pid'), join(socketDir, '.s.PGSQL.5432.lock')]);
    const second = launch(['migrate'], { DATA_DIR: dataDir });
    expect(await second.ended()).toBe(0);
  });

  it('while the database was being made: the next start makes it again', async () => {
    const dataDir = join(makePlace(), 'data');
    const first = launch(['migrate'], { DATA_DIR: dataDir });
    await first.seen(/creating the database/);
    first.child.kill('SIGKILL');
    await first.ended();
    const second = launch(['migrate'], { DATA_DIR: dataDir });
    expect(await second.ended()).toBe(0);
    expect(readdirSync(join(dataDir, 'database')).filter((name) => name.endsWith('.tmp'))).toEqual([]);
  });
});

describe('one data directory', () => {
  it('serves two processes with one database, which stops with the last of them', async () => {
    const dataDir = join(makePlace(), 'data');
    const first = launch(['start', '--empty'], { DATA_DIR: dataDir });
    await addressOf(first);
    const postmaster = postmasterOf(join(dataDir, 'database'))!;
    const worker = launch(['worker'], { DATA_DIR: dataDir });
    await worker.seen(/worker for background jobs is running/);
    expect(worker.text()).toMatch(/already; using it/);
    first.child.kill('SIGINT');
    expect(await first.ended()).toBe(0);
    expect(first.text()).toMatch(/it keeps running/);
    expect(isAlive(postmaster)).toBe(true);
    worker.child.kill('SIGTERM');
    expect(await worker.ended()).toBe(0);
    expect(isAlive(postmaster)).toBe(false);
  });

  it('is made once by two that begin at the same time', async () => {
    const dataDir = join(makePlace(), 'data');
    const both = [launch(['migrate'], { DATA_DIR: dataDir }), launch(['migrate'], { DATA_DIR: dataDir })];
    expect(await Promise.all(both.map((one) => one.ended())), both.map((one) => one.text()).join('\n---\n')).toEqual([0, 0]);
  });

  it('opens again after its secrets were lost', async () => {
    const dataDir = join(makePlace(), 'data');
    expect(await launch(['migrate'], { DATA_DIR: dataDir }).ended()).toBe(0);
    rmSync(join(dataDir, 'secrets.json'));
    const second = launch(['migrate'], { DATA_DIR: dataDir });
    expect(await second.ended(), second.text()).toBe(0);
  });

  it('is refused when a newer version used it', async () => {
    const dataDir = join(makePlace(), 'data');
    const worker = launch(['worker'], { DATA_DIR: dataDir });
    await worker.seen(/is running/);
    const client = new pg.Client({ connectionString: superuserUrl(dataDir) });
    await client.connect();
    await client.query("insert into schema_migration (name, sha256) values ('9999_future.sql', '')");
    await client.end();
    worker.child.kill('SIGINT');
    await worker.ended();
    const program = launch(['start'], { DATA_DIR: dataDir });
    expect(await program.ended()).toBe(exitCodes.database_newer);
    expect(program.text()).toMatch(/9999_future\.sql[\s\S]*9999_future\.sql/);
  });

  it('is refused when another major version of PostgreSQL made it', async () => {
    const dataDir = join(makePlace(), 'data');
    expect(await launch(['migrate'], { DATA_DIR: dataDir }).ended()).toBe(0);
    writeFileSync(join(dataDir, 'database', 'cluster', 'PG_VERSION'), '17\n');
    const program = launch(['migrate'], { DATA_DIR: dataDir });
    expect(await program.ended()).toBe(exitCodes.data_version);
    expect(program.text()).toMatch(/17[\s\S]*17/);
  });

  it('may have a path too long for a socket', async () => {
    const dataDir = join(makePlace(), 'a'.repeat(100), 'data');
    const program = launch(['migrate'], { DATA_DIR: dataDir });
    expect(await program.ended(), program.text()).toBe(0);
    expect(program.text()).toMatch(/too long[^\n]*\/shoudan-/);
    rmSync((/\S*\/shoudan-[0-9a-f]+/.exec(program.text()) ?? [''])[0], { recursive: true });
  });
});

describe('who starts it', () => {
  it.runIf(isRoot)('root: the database runs as somebody else', async () => {
    const dataDir = join(makePlace(), 'data');
    const program = launch(['worker'], { DATA_DIR: dataDir });
    await program.seen(/is running/);
    expect(['postgres', 'nobody']).toContain(userOf(postmasterOf(join(dataDir, 'database'))!));
  });

  it.runIf(isRoot)('root, in a place that only root may enter: the database lies elsewhere, is remembered and stays apart', async () => {
    const dataDir = join(makePlace({ mode: 0o700 }), 'data');
    const program = launch(['migrate'], { DATA_DIR: dataDir });
    expect(await program.ended(), program.text()).toBe(0);
    const place = (await program.seen(/the database lies in (\/var\/lib\/shoudan\/\w+)/))[1]!;
    expect(JSON.parse(readFileSync(join(dataDir, 'database.json'), 'utf8'))).toEqual({ place });
    const again = launch(['migrate'], { DATA_DIR: dataDir });
    expect(await again.ended()).toBe(0);
    expect(again.text()).not.toContain('First start');
    rmSync(place, { recursive: true });
    const missing = launch(['migrate'], { DATA_DIR: dataDir });
    expect(await missing.ended()).toBe(exitCodes.data_missing);
  });

  it.runIf(ordinaryCanEnter)('an ordinary user: everything runs as this user', async () => {
    const dataDir = join(makePlace({ owner: ordinaryUser, mode: 0o700 }), 'data');
    const program = launch(['start', '--empty'], { DATA_DIR: dataDir }, ordinaryUser);
    await addressOf(program);
    expect(userOf(postmasterOf(join(dataDir, 'database'))!)).toBe(userOf(program.child.pid!));
    program.child.kill('SIGINT');
    expect(await program.ended()).toBe(0);

    const asRoot = launch(['migrate'], { DATA_DIR: dataDir });
    expect(await asRoot.ended(), asRoot.text()).toBe(0);
  });

  it.runIf(ordinaryCanEnter)("an ordinary user, on root's data directory: says whose it is", async () => {
    const dataDir = join(makePlace(), 'data');
    expect(await launch(['migrate'], { DATA_DIR: dataDir }).ended()).toBe(0);
    const program = launch(['start'], { DATA_DIR: dataDir }, ordinaryUser);
    expect(await program.ended()).toBe(exitCodes.data_foreign);
    expect(program.text()).toMatch(/属于用户 root[\s\S]*belongs to user root/);
  });
});

describe.runIf(ordinaryCanEnter)('a full disk', () => {
  it('says so, before and while it runs, and goes on where it was once there is space', async (test) => {
    const disk = makePlace();
    try {
      execFileSync('/bin/sh', ['-c', 'mount -t tmpfs -o size=110m,mode=711 tmpfs "$1"', 'sh', disk], { stdio: 'ignore' });
    } catch {
      test.skip('no right to mount a small disk here');
    }
    const DATA_DIR = join(disk, 'data');
    const filler = join(disk, 'filler');
    try {
      const first = launch(['start', '--empty'], { DATA_DIR });
      await createAdmin(first, await addressOf(first));
      fill(filler);
      const client = new pg.Client({ connectionString: superuserUrl(DATA_DIR) });
      client.on('error', () => {});
      await client.connect();
      const flood = "select pg_logical_emit_message(true, 'test', repeat('x', 3000000)) from generate_series(1, 30)";
      await expect(client.query(flood)).rejects.toThrow(/No space left|terminat|ended/i);
      expect(await first.ended()).toBe(exitCodes.disk_full);
      expect(first.text()).toMatch(/磁盘已满[\s\S]*disk is full/);

      const second = launch(['start'], { DATA_DIR });
      expect(await second.ended()).toBe(exitCodes.disk_full);
      rmSync(filler);
      const third = launch(['start'], { DATA_DIR });
      expect(await signIn(await addressOf(third))).toBe(200);
    } finally {
      await cleanUp(() => execFileSync('/bin/sh', ['-c', 'umount "$1"', 'sh', disk]));
    }
  });
});

/** Takes all the space that is left. */
function fill(file: string): void {
  const handle = openSync(file, 'w');
  const block = Buffer.alloc(64 * 1024);
  try {
    for (;;) writeSync(handle, block);
  } catch (error) {
    expect((error as NodeJS.ErrnoException).code).toBe('ENOSPC');
  } finally {
    closeSync(handle);
  }
}

describe('what keeps it from starting', () => {
  it('a taken port, named, with another one to try', async () => {
    const other = createServer();
    await new Promise<void>((done) => other.listen(0, '127.0.0.1', done));
    const { port } = other.address() as { port: number };
    const dataDir = join(makePlace(), 'data');
    const program = launch(['start', '--empty', '--port', String(port)], { DATA_DIR: dataDir });
    expect(await program.ended()).toBe(exitCodes.port_taken);
    expect(program.text()).toMatch(new RegExp(`端口 ${port} 已被占用[\\s\\S]*--port ${port + 1}[\\s\\S]*Port ${port} is taken`));
    other.close();
  });

  it.runIf(!isRoot || ordinaryCanEnter)('a data directory that cannot be written', async () => {
    const place = makePlace({ mode: isRoot ? 0o755 : 0o500 });
    const program = launch(['start'], { DATA_DIR: join(place, 'data') }, ordinaryUser);
    expect([exitCodes.data_unwritable, exitCodes.data_foreign]).toContain(await program.ended());
    expect(program.text()).toContain(place);
  });

  it('a data directory that is a file', async () => {
    const file = join(makePlace(), 'data');
    writeFileSync(file, '');
    const program = launch(['start'], { DATA_DIR: file });
    expect(await program.ended()).toBe(exitCodes.data_unwritable);
    expect(program.text()).toMatch(/不能写入[\s\S]*cannot be written/);
  });

  it('a wrong environment variable, named', async () => {
    const program = launch(['start'], { PORT: '99999', DATA_DIR: makePlace() });
    expect(await program.ended()).toBe(exitCodes.config_invalid);
    expect(program.text()).toMatch(/环境变量 PORT[\s\S]*environment variable PORT/);
  });

  it('an unknown command or option', async () => {
    const command = launch(['stat'], {});
    expect(await command.ended()).toBe(exitCodes.usage);
    expect(command.text()).toMatch(/start \[--empty\] \[--port N\]/);
    const option = launch(['start', '--emty'], { DATA_DIR: makePlace() });
    expect(await option.ended()).toBe(exitCodes.usage);
  });

  it('but not asking for help or the version', async () => {
    const version = launch(['version'], {});
    expect(await version.ended()).toBe(0);
    expect(version.text()).toMatch(/^\d+\.\d+\.\d+\n$/);
    const help = launch(['--help'], {});
    expect(await help.ended()).toBe(0);
  });

  it('a made-up directory in the way of the socket', async () => {
    const dataDir = join(makePlace(), 'data');
    expect(await launch(['migrate'], { DATA_DIR: dataDir }).ended()).toBe(0);
    const socket = join(dataDir, 'database', 'socket', '.s.PGSQL.5432');
    mkdirSync(socket);
    const program = launch(['migrate'], { DATA_DIR: dataDir });
    expect(await program.ended()).toBe(exitCodes.database_failed);
    expect(program.text()).toMatch(/启动失败[\s\S]*did not start/);
  });
});
