import { parseArgs } from 'node:util';
import { checkOrders as english } from '#i18n/en/check-orders.ts';
import { checkOrders as chinese } from '#i18n/zh-CN/check-orders.ts';
import type { Texts } from '#i18n/zh-CN/detection.ts';
import { dateOfDay, dayOfDate } from '#shared/days.ts';
import { type Language, fill } from './format.ts';

export type CheckTexts = Texts<typeof chinese>;
export type CheckErrorCode = keyof CheckTexts['error'];

/** Documented in `--help`: numbers are added, never changed, and do not clash with those of the server. */
export const checkExitCodes = { done: 0, usage: 2, file: 30, nothing: 31, write: 32 } as const;

/** Something the person at the terminal can mend. */
export class CheckError extends Error {
  readonly code: CheckErrorCode;
  readonly exitCode: number;
  readonly values: Readonly<Record<string, string | number>>;

  constructor(code: CheckErrorCode, exit: keyof typeof checkExitCodes, values: Readonly<Record<string, string | number>> = {}) {
    super(code);
    this.name = 'CheckError';
    this.code = code;
    this.exitCode = checkExitCodes[exit];
    this.values = values;
  }
}

/** What a column can mean on the command line. */
export const COLUMN_MEANINGS = [
  'customerCode',
  'customerName',
  'date',
  'amount',
  'quantity',
  'unitPrice',
  'rep',
  'region',
  'product',
  'orderNo',
] as const;
export type ColumnName = (typeof COLUMN_MEANINGS)[number];

export interface CheckArguments {
  readonly orders: string;
  readonly reps: string | null;
  /** Days since 1970-01-01. */
  readonly asOf: number | null;
  readonly out: string | null;
  readonly json: boolean;
  readonly errors: string | null;
  /** Column by meaning, as given: heading, letter or number. */
  readonly columns: ReadonlyMap<ColumnName, string>;
  readonly language: Language;
}

export function checkTexts(language: Language): CheckTexts {
  return language === 'en' ? english : chinese;
}

/** English where the environment says so, else Chinese: the software is Chinese first. */
export function languageOf(env: Readonly<Record<string, string | undefined>>): Language {
  return /^en/i.test(env['LC_ALL'] || env['LC_MESSAGES'] || env['LANG'] || '') ? 'en' : 'zh-CN';
}

/**
 * Reads the command line of `check-orders`.
 *
 * @returns 'help' where help was asked for
 * @throws CheckError with exit code 2
 */
export function parseCheckArguments(argv: readonly string[], fallback: Language): CheckArguments | 'help' {
  const { tokens } = parseArgs({
    args: [...argv],
    strict: false,
    allowPositionals: true,
    tokens: true,
    options: {
      reps: { type: 'string' },
      'as-of': { type: 'string' },
      out: { type: 'string' },
      errors: { type: 'string' },
      column: { type: 'string', multiple: true },
      lang: { type: 'string' },
      json: { type: 'boolean' },
      help: { type: 'boolean', short: 'h' },
    },
  });
  const given = new Map<string, string>();
  const columns = new Map<ColumnName, string>();
  const files: string[] = [];
  for (const token of tokens) {
    if (token.kind === 'positional') files.push(token.value);
    if (token.kind !== 'option') continue;
    const { name, rawName, value } = token;
    if (name === 'help') return 'help';
    if (name === 'json' && value === undefined) given.set(name, '');
    else if (!['reps', 'as-of', 'out', 'errors', 'column', 'lang'].includes(name)) {
      throw new CheckError('unknownOption', 'usage', { argument: value === undefined ? rawName : `${rawName}=${value}` });
    } else if (value === undefined || value === '' || (!token.inlineValue && value.startsWith('--'))) {
      throw new CheckError('optionNeedsValue', 'usage', { argument: rawName });
    } else if (name === 'column') columns.set(...columnGiven(value));
    else given.set(name, value);
  }
  if (files.length === 0) throw new CheckError('noFile', 'usage');
  if (files.length > 1) throw new CheckError('tooManyFiles', 'usage', { argument: files.join(' ') });
  const asOf = given.get('as-of');
  return {
    orders: files[0]!,
    reps: given.get('reps') ?? null,
    asOf: asOf === undefined ? null : dayGiven(asOf),
    out: given.get('out') ?? null,
    json: given.has('json'),
    errors: given.get('errors') ?? null,
    columns,
    language: languageGiven(given.get('lang'), fallback),
  };
}

export function checkHelp(language: Language): string {
  const texts = checkTexts(language);
  const options: readonly (readonly [string, string])[] = [
    ['--reps FILE', texts.option.reps],
    ['--as-of YYYY-MM-DD', texts.option.asOf],
    ['--out FILE.html', texts.option.out],
    ['--json', texts.option.json],
    ['--errors FILE.csv', texts.option.errors],
    ['--column MEANING=COLUMN', texts.option.column],
    ['--lang zh-CN|en', texts.option.lang],
    ['--help', texts.option.help],
  ];
  const exits = (Object.keys(checkExitCodes) as (keyof typeof checkExitCodes)[]).map(
    (name) => `  ${String(checkExitCodes[name]).padStart(2)}  ${texts.exit[name]}`,
  );
  return [
    texts.usage,
    '',
    texts.about,
    '',
    `${texts.options}:`,
    ...options.map(([option, text]) => `  ${option.padEnd(24)}  ${text}`),
    '',
    `${texts.meanings}: ${COLUMN_MEANINGS.join(', ')}`,
    '',
    `${texts.exitCodes}:`,
    ...exits,
    '',
  ].join('\n');
}

/** An error in the reader's language, and in the other one under it. */
export function checkErrorText(error: CheckError, language: Language): string {
  const languages: readonly Language[] = language === 'en' ? ['en', 'zh-CN'] : ['zh-CN', 'en'];
  return languages
    .map((one) => {
      const texts = checkTexts(one).error;
      return error.exitCode === checkExitCodes.usage
        ? `${fill(texts[error.code], error.values)}${one === 'en' ? '. ' : '。'}${texts.seeHelp}`
        : fill(texts[error.code], error.values);
    })
    .join('\n');
}

function columnGiven(value: string): [ColumnName, string] {
  const [, meaning, column] = /^(\w+)=(.+)$/s.exec(value) ?? [];
  const known = COLUMN_MEANINGS.find((one) => one === meaning);
  if (known === undefined || column === undefined) {
    throw new CheckError('badColumn', 'usage', { argument: value, meanings: COLUMN_MEANINGS.join(', ') });
  }
  return [known, column];
}

function dayGiven(text: string): number {
  const day = /^\d{4}-\d{2}-\d{2}$/.test(text) ? dayOfDate(text) : NaN;
  // 2026-02-31 is a number to Date.parse in some engines; it is a day only if it reads back the same.
  if (!Number.isFinite(day) || dateOfDay(day) !== text) throw new CheckError('badDate', 'usage', { argument: text });
  return day;
}

function languageGiven(text: string | undefined, fallback: Language): Language {
  if (text === undefined) return fallback;
  if (text === 'zh-CN' || text === 'zh') return 'zh-CN';
  if (text === 'en') return 'en';
  throw new CheckError('badLanguage', 'usage', { argument: text });
}
