import { Writable } from 'node:stream';
import { describe, expect, it } from 'vitest';
import { terminal as english } from '#i18n/en/terminal.ts';
import { terminal as chinese } from '#i18n/zh-CN/terminal.ts';
import { parsePort, readConfig } from './config.ts';
import { classifyFailure } from './embedded-postgres/cluster.ts';
import { createLog, describeError } from './log.ts';
import { addressProblem } from './start-lifecycle.ts';
import { both, exitCodes, StartProblem } from './start-problem.ts';

describe('configuration', () => {
  it('has defaults for everything, and empty is unset', () => {
    const config = readConfig({ PORT: '', DATABASE_URL: ' ' }, false);
    expect(config).toMatchObject({ port: 5180, host: '127.0.0.1', worker: 'in-process', logLevel: 'info', trustProxy: false });
    expect(config.databaseUrl).toBeUndefined();
    expect(config.dataDir).toMatch(/[/\\]data$/);
    expect(readConfig({}, true).logLevel).toBe('warn');
  });

  it.each([
    ['PORT', '80a'],
    ['PORT', '65536'],
    ['PORT', '-1'],
    ['WORKER', 'yes'],
    ['LOG_LEVEL', 'loud'],
    ['TRUST_PROXY', '1'],
    ['PUBLIC_URL', 'crm.example.com'],
    ['DATABASE_URL', 'mysql://x/y'],
    ['DATABASE_ROLE_PASSWORD', 'short'],
    ['MAX_UPLOAD_MB', '0'],
  ])('refuses %s=%s, naming it in both languages', (name, value) => {
    expect(() => readConfig({ [name]: value }, false)).toThrow(StartProblem);
    expect(() => readConfig({ [name]: value }, false)).toThrow(new RegExp(`${name}[\\s\\S]*${name}`));
  });

  it('never repeats a password', () => {
    expect(() => readConfig({ DATABASE_URL: 'mysql://me:geheim@host/db' }, false)).not.toThrow(/geheim/);
    expect(() => readConfig({ DATABASE_ROLE_PASSWORD: 'geheim' }, false)).not.toThrow(/geheim/);
  });

  it('drops a slash at the end of the public address', () => {
    expect(readConfig({ PUBLIC_URL: 'https://crm.example.com/' }, false).publicUrl).toBe('https://crm.example.com');
    expect(parsePort('PORT', '0')).toBe(0);
  });
});

describe('sentences', () => {
  it('have the same placeholders in both languages', () => {
    const placeholders = (text: string): string[] => [...new Set(text.match(/\{\w+\}/g) ?? [])].toSorted();
    for (const key of Object.keys(chinese) as (keyof typeof chinese)[]) {
      expect(placeholders(english[key]), key).toEqual(placeholders(chinese[key]));
    }
  });

  it('exist for every way to end', () => {
    for (const code of Object.keys(exitCodes)) expect(chinese).toHaveProperty([`stop.${code}`]);
    expect(both('stop.usage', { argument: 'x' })).toBe('不认识的命令或参数：x\nUnknown command or option: x');
  });

  it('tell full disks, locks and rights apart', () => {
    const plenty = 10 ** 9;
    expect(classifyFailure('FATAL:  could not write lock file "postmaster.pid": No space left on device', plenty)).toBe('disk_full');
    expect(classifyFailure('server stopped', 1_000_000)).toBe('disk_full');
    expect(classifyFailure('FATAL:  lock file "/d/cluster/postmaster.pid" already exists', plenty)).toBe('data_locked');
    expect(classifyFailure('could not open file: Permission denied', undefined)).toBe('data_unwritable');
    expect(classifyFailure('FATAL:  configuration file contains errors', plenty)).toBe('database_failed');
  });

  it('tell what is wrong with an address', () => {
    const code = (errno: string): unknown =>
      (addressProblem(Object.assign(new Error(errno), { code: errno }), '10.9.9.9', 80) as StartProblem).code;
    expect(['EADDRINUSE', 'EACCES', 'EADDRNOTAVAIL'].map(code)).toEqual(['port_taken', 'port_forbidden', 'host_unknown']);
  });
});

describe('the log', () => {
  it('keeps values out of database errors and secrets out of objects', () => {
    const lines: string[] = [];
    const log = createLog(
      'info',
      new Writable({
        write: (chunk: Buffer, _encoding, done) => {
          lines.push(String(chunk));
          done();
        },
      }),
    );
    const error = Object.assign(new Error('invalid input syntax for type date: "王小明"'), {
      severity: 'ERROR',
      code: '22007',
      detail: 'Key (name)=(王小明) already exists.',
      constraint: 'person_code_key',
    });
    log.error({ err: error, password: 'geheim', user: { token: 'geheim' } }, 'failed');
    expect(lines.join('')).not.toMatch(/王小明|geheim/);
    expect(JSON.parse(lines[0]!)).toMatchObject({ level: 'error', err: { code: '22007', constraint: 'person_code_key' } });
  });

  it('keeps our own messages', () => {
    expect(describeError(new Error('column "x" missing', { cause: new Error('why') }))).toMatchObject({
      message: 'column "x" missing',
      cause: { message: 'why' },
    });
  });
});
