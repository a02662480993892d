import { terminal as english } from '#i18n/en/terminal.ts';
import { terminal as chinese } from '#i18n/zh-CN/terminal.ts';

/**
 * Why the program ended, as a number for scripts and service managers. Part of the documented interface
 * (docs/operations.md): numbers are added, never changed. 17, Node too old, is in scripts/prepare-start.mjs.
 */
export const exitCodes = {
  unexpected: 1,
  usage: 2,
  date_invalid: 2,
  config_invalid: 3,
  port_taken: 10,
  port_forbidden: 10,
  host_unknown: 10,
  data_locked: 11,
  data_unwritable: 12,
  data_foreign: 12,
  data_missing: 12,
  disk_full: 13,
  server_too_old: 14,
  database_newer: 15,
  database_changed: 15,
  native_missing: 16,
  native_broken: 16,
  database_unreachable: 18,
  database_refused: 19,
  database_missing: 19,
  database_rights: 19,
  database_encoding: 20,
  database_failed: 21,
  database_lost: 21,
  demo_not_empty: 22,
  no_unprivileged_user: 23,
  data_version: 24,
  web_missing: 25,
  web_failed: 25,
} as const;

/** A command was understood and refused by the rules of the business: no orders yet, a run under way. */
export const refusedExitCode = 4;

export type StartCode = keyof typeof exitCodes;
export type TerminalKey = keyof typeof chinese;
type Values = Readonly<Record<string, string | number>>;

/** A reason to end the program that its operator can mend; everything else thrown while starting is a bug. */
export class StartProblem extends Error {
  readonly code: StartCode;
  readonly exitCode: number;

  constructor(code: StartCode, values: Values = {}, options: { cause?: unknown } = {}) {
    super(both(`stop.${code}`, values), options);
    this.name = 'StartProblem';
    this.code = code;
    this.exitCode = exitCodes[code];
  }
}

/** The text in one language. */
export function text(language: 'zh-CN' | 'en', key: TerminalKey, values: Values = {}): string {
  const table: Record<TerminalKey, string> = language === 'en' ? english : chinese;
  return table[key].replace(/\{(\w+)\}/g, (whole, name: string) => String(values[name] ?? whole));
}

/** Chinese, and English under it. */
export function both(key: TerminalKey, values: Values = {}): string {
  return `${text('zh-CN', key, values)}\n${text('en', key, values)}`;
}

/** Prints a step of starting or stopping in both languages. Its own function so that tests and commands can be quiet. */
export type Say = (key: TerminalKey, values?: Values) => void;

export const sayOnTerminal: Say = (key, values) => void process.stdout.write(`${both(key, values)}\n`);
