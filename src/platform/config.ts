import { join, resolve } from 'node:path';
import { StartProblem } from './start-problem.ts';

/** Everything that can be set from outside, read once. docs/operations.md has the same table for people. */
export interface Config {
  /** 0 takes a free port. */
  readonly port: number;
  readonly host: string;
  /** The address people use, without a slash at the end; `undefined`: http://localhost:<port>. */
  readonly publicUrl: string | undefined;
  /** Absolute. Secrets, uploads, and the embedded database. */
  readonly dataDir: string;
  /** Owner of a PostgreSQL database; `undefined`: the embedded one. */
  readonly databaseUrl: string | undefined;
  /** Password of the login roles that migrations create; `undefined`: generated and kept in the data directory. */
  readonly databaseRolePassword: string | undefined;
  readonly logLevel: LogLevel;
  /** Background jobs in the server's process, or none here because `worker` runs them. */
  readonly worker: 'in-process' | 'none';
  /** Believe X-Forwarded-* of a reverse proxy. */
  readonly trustProxy: boolean;
  /** Largest file that may be uploaded. */
  readonly maxUploadBytes: number;
  /** Bearer token for `/metrics`; null: only from this machine. */
  readonly metricsToken: string | null;
}

const logLevels = ['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent'] as const;
export type LogLevel = (typeof logLevels)[number];

type Environment = Readonly<Record<string, string | undefined>>;

const projectDir = resolve(import.meta.dirname, '..', '..');

/**
 * Reads the environment. Empty means unset, as in a Compose file.
 *
 * @throws StartProblem `config_invalid`, naming the variable
 */
export function readConfig(env: Environment = process.env, terminal = process.stderr.isTTY): Config {
  const value = (name: string): string | undefined => env[name]?.trim() || undefined;
  return {
    port: parsePort('PORT', value('PORT') ?? '5180'),
    host: value('HOST') ?? '127.0.0.1',
    publicUrl: url('PUBLIC_URL', value('PUBLIC_URL'), ['http:', 'https:'])?.replace(/\/+$/, ''),
    dataDir: resolve(value('DATA_DIR') ?? join(projectDir, 'data')),
    databaseUrl: url('DATABASE_URL', value('DATABASE_URL'), ['postgres:', 'postgresql:']),
    databaseRolePassword: longEnough('DATABASE_ROLE_PASSWORD', value('DATABASE_ROLE_PASSWORD')),
    // Somebody who starts it by hand wants the address, not a line per request under it.
    logLevel: oneOf('LOG_LEVEL', value('LOG_LEVEL') ?? (terminal ? 'warn' : 'info'), logLevels),
    worker: oneOf('WORKER', value('WORKER') ?? 'in-process', ['in-process', 'none']),
    trustProxy: oneOf('TRUST_PROXY', value('TRUST_PROXY') ?? 'false', ['true', 'false']) === 'true',
    maxUploadBytes: wholeNumber('MAX_UPLOAD_MB', value('MAX_UPLOAD_MB') ?? '2048', 1, 100_000) * 2 ** 20,
    metricsToken: longEnough('METRICS_TOKEN', value('METRICS_TOKEN')) ?? null,
  };
}

/** @throws StartProblem `config_invalid` */
export function parsePort(name: string, value: string): number {
  return wholeNumber(name, value, 0, 65_535);
}

function wholeNumber(name: string, value: string, least: number, most: number): number {
  const number = Number(value);
  if (!/^\d{1,9}$/.test(value) || number < least || number > most) {
    throw invalid(name, value, `要 ${least} 到 ${most} 的整数 / a whole number from ${least} to ${most}`);
  }
  return number;
}

function oneOf<const T extends string>(name: string, value: string, allowed: readonly T[]): T {
  const found = allowed.find((candidate) => candidate === value);
  if (!found) throw invalid(name, value, `可选 / one of: ${allowed.join(', ')}`);
  return found;
}

function url(name: string, value: string | undefined, schemes: readonly string[]): string | undefined {
  if (value === undefined) return undefined;
  const shown = value.replace(/(:\/\/[^/@:]*):[^@]*@/, '$1:***@');
  if (!URL.canParse(value) || !schemes.includes(new URL(value).protocol)) {
    throw invalid(
      name,
      shown,
      `要以 ${schemes.map((scheme) => `${scheme}//`).join(' 或 / or ')} 开头的地址 / an address beginning like this`,
    );
  }
  return value;
}

function longEnough(name: string, value: string | undefined): string | undefined {
  if (value !== undefined && value.length < 16) throw invalid(name, '***', '至少 16 个字符 / at least 16 characters');
  return value;
}

function invalid(name: string, value: string, reason: string): StartProblem {
  return new StartProblem('config_invalid', { name, value, reason });
}
