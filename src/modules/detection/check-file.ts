import { accessSync, constants, writeFileSync } from 'node:fs';
import { basename, dirname, resolve } from 'node:path';
import { preview } from '#modules/orders/import/preview.ts';
import { type ReadAssignments, joinAssignments, readAssignmentFile } from '#modules/orders/import/read-assignments.ts';
import { type ReadOrders, readOrderFile } from '#modules/orders/import/read-orders.ts';
import { periodsFromOrders } from '#modules/customers/index.ts';
import { importText } from '#modules/orders/import/texts.ts';
import { dateOfDay } from '#shared/days.ts';
import { Problem } from '#shared/problem.ts';
import { buildHistory, checkOrders } from './leak/engine.ts';
import type { Assignment, LeakReport, OrderHistory } from './leak/types.ts';
import {
  type CheckArguments,
  CheckError,
  type ColumnName,
  checkErrorText,
  checkExitCodes,
  checkHelp,
  checkTexts,
  languageOf,
  parseCheckArguments,
} from './report/check-arguments.ts';
import { type Language, fill, numberText } from './report/format.ts';
import type { StripOrder } from './report/order-strip.ts';
import { terminalReport } from './report/terminal.ts';
import { type LeakNames, type LeakPages, leakPages } from './view.ts';

export interface CheckFileInput {
  /** Path of the order file. */
  readonly orders: string;
  /** Path of the file that says who looks after whom. */
  readonly reps?: string | null;
  /** Days since 1970-01-01; default: the day after the last order. The clock is never asked. */
  readonly asOf?: number | null;
  /** Meaning of columns: heading, letter or number. */
  readonly columns?: ReadonlyMap<ColumnName, string>;
  /** Where rows that were not used are written. */
  readonly errors?: string | null;
  readonly language?: Language;
  /** What is being done, and 0..1 where that is known. */
  readonly onProgress?: (step: 'reading' | 'judging', done: number | null) => void;
}

export interface CheckedFile extends LeakPages {
  readonly report: LeakReport;
  readonly read: ReadOrders;
  readonly repsRead: ReadAssignments | null;
  /** Stray orders long after all others, left out as mistyped dates; `null` where there are none. */
  readonly tail: Tail | null;
  /** Orders of one customer by the id in the figures. */
  ordersOf(customerId: string): StripOrder[];
}

interface Tail {
  readonly lastDay: number;
  readonly days: number;
  readonly orders: number;
}

/**
 * The leak check on files alone: no database, no clock, nothing written but what was asked for. The same files give
 * the same answer to the byte.
 *
 * @throws Problem one of the order readers' `fileProblems`
 * @throws CheckError where no order can be used or a column is not there
 */
export async function checkFile(input: CheckFileInput): Promise<CheckedFile> {
  const mapping = input.columns && input.columns.size > 0 ? await columnsOf(input.orders, input.columns) : undefined;
  const read = await readOrderFile(input.orders, {
    mapping,
    errorFile: input.errors ?? undefined,
    language: input.language ?? 'zh-CN',
    onProgress: (done, total) => input.onProgress?.('reading', total > 0 ? done / total : null),
  });
  if (read.rows.count === 0 || read.firstDay === null || read.lastDay === null) {
    throw new CheckError('nothingUsable', 'nothing', { file: basename(input.orders), total: read.total });
  }
  const repsRead = input.reps ? await readAssignmentFile(input.reps) : null;
  const tail = input.asOf == null ? strayTail(read.rows.day, read.firstDay, read.lastDay) : null;
  const asOf = input.asOf ?? (tail ? tail.lastDay : read.lastDay) + 1;
  if (read.firstDay >= asOf) {
    throw new CheckError('nothingBefore', 'nothing', { date: dateOfDay(asOf), first: dateOfDay(read.firstDay) });
  }
  input.onProgress?.('judging', null);
  const { history, assignment } = engineInput(read, repsRead, asOf);
  const report = checkOrders(history, assignment, { asOf });
  const pages = leakPages(withFutureOrders(report, read.rows.day), namesOf(read, repsRead, assignment));
  return {
    ...pages,
    report,
    read,
    repsRead,
    tail,
    ordersOf(customerId) {
      const customer = Number(customerId.slice(1));
      const orders: StripOrder[] = [];
      for (let i = history.offsets[customer]!; i < history.offsets[customer + 1]!; i++) {
        orders.push({ day: history.day[i]!, amount: Math.round(history.amount[i]! * 100) });
      }
      return orders;
    },
  };
}

export interface CheckIo {
  readonly stdout: Output;
  readonly stderr: Output;
  readonly env: Readonly<Record<string, string | undefined>>;
}

interface Output {
  write(text: string): unknown;
  readonly isTTY?: boolean | undefined;
}

/**
 * `node src/main.ts check …` and `npm run check-orders -- …`: the result on standard output, everything about the way
 * there on standard error.
 *
 * @returns the exit code, see `checkExitCodes`
 */
export async function runCheckCommand(argv: readonly string[], io: CheckIo): Promise<number> {
  let language = languageOf(io.env);
  try {
    const parsed = parseCheckArguments(argv, language);
    if (parsed === 'help') {
      io.stdout.write(checkHelp(language));
      return checkExitCodes.done;
    }
    language = parsed.language;
    return await runParsed(parsed, io);
  } catch (error) {
    const told = tellable(error, argv, language);
    if (!told) throw error;
    io.stderr.write(`${told.text}\n`);
    return told.exitCode;
  }
}

async function runParsed(parsed: CheckArguments, io: CheckIo): Promise<number> {
  const { language, out } = parsed;
  for (const path of [out, parsed.errors]) if (path !== null) refuseOutput(path, [parsed.orders, parsed.reps]);
  const texts = checkTexts(language);
  const progress = progressLine(io.stderr, (step) => texts.progress[step]);
  let checked: CheckedFile;
  try {
    checked = await checkFile({ ...parsed, onProgress: progress.show });
  } finally {
    progress.clear();
  }
  for (const line of readingNotes(checked, parsed)) io.stderr.write(`${line}\n`);
  const { view, customers, report } = checked;
  if (parsed.json) {
    const { engine, parameters } = report;
    const { total, used, bad, skipped, duplicates, blank } = checked.read;
    io.stdout.write(
      `${JSON.stringify({ engine, parameters, rows: { total, used, bad, skipped, duplicates, blank }, ...view, customers }, null, 1)}\n`,
    );
  } else {
    const colour = io.stdout.isTTY === true && !io.env['NO_COLOR'];
    io.stdout.write(terminalReport(checked, { language, colour, source: basename(parsed.orders) }));
  }
  if (out !== null) {
    progress.show('drawing', null);
    // Loaded here: drawing charts takes half a second to load, and most calls draw none.
    const { renderHtml } = await import('./report/html.ts');
    const page = renderHtml({
      ...checked,
      lang: language,
      source: basename(parsed.orders),
      engine: report.engine,
      parameters: report.parameters,
    });
    progress.clear();
    write(out, page);
    io.stderr.write(`${fill(texts.reportWritten, { path: out, size: numberText(Buffer.byteLength(page) / 1024) })}\n`);
  }
  return checkExitCodes.done;
}

function engineInput(read: ReadOrders, repsRead: ReadAssignments | null, asOf: number): { history: OrderHistory; assignment: Assignment } {
  const { rows, customers } = read;
  const history = buildHistory(
    {
      customerCount: customers.size,
      customer: rows.customer,
      day: rows.day,
      amount: rows.amountMinor.map((minor) => minor / 100),
      region: read.regionOfCustomer,
    },
    asOf,
  );
  const assignment = repsRead ? joinAssignments(repsRead, customers).periods : periodsFromOrders(rows, customers.size, read.reps.size);
  return { history, assignment };
}

/** Orders after `asOf` never reach the engine, so that what was returned later cannot change an earlier answer. */
function withFutureOrders(report: LeakReport, days: Int32Array): LeakReport {
  let orders = 0;
  for (const day of days) if (day >= report.asOf) orders++;
  if (orders === 0 || report.warnings.some((warning) => warning.code === 'future_orders')) return report;
  return { ...report, warnings: [...report.warnings, { code: 'future_orders', facts: { orders } }] };
}

function namesOf(read: ReadOrders, repsRead: ReadAssignments | null, assignment: Assignment): LeakNames {
  const { customers, regions, regionOfCustomer } = read;
  const reps = repsRead ? repsRead.reps : read.reps;
  const regionName = (region: number | undefined) => (region === undefined || region < 0 ? null : regions.label(region));
  const mainRegion = mainRegions(assignment, regionOfCustomer);
  return {
    rep: (index) => ({ id: `r${index}`, name: reps.label(index), region: regionName(mainRegion.get(index)) }),
    customer: (index) => ({
      id: `c${index}`,
      code: customers.code(index),
      name: customers.label(index),
      region: regionName(regionOfCustomer[index]),
    }),
  };
}

/** The region in which most of a rep's customers are; of equals the first seen. */
function mainRegions(assignment: Assignment, regionOfCustomer: Int32Array): Map<number, number> {
  const counts = new Map<number, Map<number, number>>();
  for (let customer = 0; customer < regionOfCustomer.length; customer++) {
    const region = regionOfCustomer[customer]!;
    const last = assignment.offsets[customer + 1]! - 1;
    if (region < 0 || last < assignment.offsets[customer]!) continue;
    const rep = assignment.rep[last]!;
    const own = counts.get(rep) ?? new Map<number, number>();
    counts.set(rep, own.set(region, (own.get(region) ?? 0) + 1));
  }
  return new Map([...counts].map(([rep, own]) => [rep, [...own].reduce((best, one) => (one[1] > best[1] ? one : best))[0]]));
}

/** A silence of a quarter with less than a thousandth of the orders behind it is a slip of the pen, not a business. */
function strayTail(days: Int32Array, first: number, last: number): Tail | null {
  const counts = new Uint32Array(last - first + 1);
  for (const day of days) counts[day - first]!++;
  let after = 0;
  let next = last;
  for (let day = last; day >= first; day--) {
    if (counts[day - first] === 0) continue;
    if (next - day > 92 && after > 0 && after * 1000 < days.length) return { lastDay: day, days: next - day, orders: after };
    after += counts[day - first]!;
    if (after * 1000 >= days.length) return null;
    next = day;
  }
  return null;
}

/** Column numbers for what the user called by heading, by letter or by number. */
async function columnsOf(path: string, columns: ReadonlyMap<ColumnName, string>): Promise<Partial<Record<ColumnName, number>>> {
  const { headings, layout } = await preview(path);
  const mapping: Partial<Record<ColumnName, number>> = {};
  for (const [meaning, column] of columns) {
    const byHeading = headings.findIndex((heading) => heading.trim().toLowerCase() === column.trim().toLowerCase());
    const index = byHeading >= 0 ? byHeading : columnNumber(column);
    if (index === null || index >= layout.width) {
      throw new CheckError('noSuchColumn', 'file', {
        column,
        headings: headings.length > 0 ? headings.join(', ') : `A – ${letterOf(layout.width - 1)}`,
      });
    }
    mapping[meaning] = index;
  }
  return mapping;
}

function columnNumber(text: string): number | null {
  if (/^\d{1,4}$/.test(text)) return Number(text) > 0 ? Number(text) - 1 : null;
  if (!/^[a-z]{1,2}$/i.test(text)) return null;
  return [...text.toUpperCase()].reduce((sum, letter) => sum * 26 + letter.charCodeAt(0) - 64, 0) - 1;
}

function letterOf(column: number): string {
  return column < 26 ? String.fromCharCode(65 + column) : letterOf(Math.floor(column / 26) - 1) + String.fromCharCode(65 + (column % 26));
}

function readingNotes({ read, repsRead, tail, report }: CheckedFile, { language, errors }: CheckArguments): string[] {
  const texts = checkTexts(language);
  const { total, used, bad, skipped, duplicates, blank } = read;
  const lines = [fill(texts.rows, countsText({ total, used, bad, skipped, duplicates, blank }))];
  for (const { code, facts } of read.warnings) lines.push(`! ${importText(code, language, facts)}`);
  if (tail) {
    lines.push(
      `! ${fill(texts.tail, { from: dateOfDay(tail.lastDay), days: tail.days, orders: tail.orders, asOf: dateOfDay(report.asOf) })}`,
    );
  }
  const shown = read.errors.slice(0, 5);
  for (const error of shown) lines.push(`  ${badRowText(error, language)}`);
  if (errors !== null && bad + skipped + duplicates > 0) lines.push(fill(texts.errorsWritten, { path: errors }));
  else if (bad > shown.length) lines.push(`  ${fill(texts.moreBadRows, { count: numberText(bad - shown.length) })}`);
  if (repsRead) {
    const unknown = joinAssignments(repsRead, read.customers).errors;
    lines.push(
      fill(texts.repsRows, countsText({ total: repsRead.total, used: repsRead.used - unknown.length, bad: repsRead.bad + unknown.length })),
    );
    for (const error of [...repsRead.errors, ...unknown].slice(0, 5)) lines.push(`  ${badRowText(error, language)}`);
  }
  return lines;
}

function countsText(counts: Readonly<Record<string, number>>): Record<string, string> {
  return Object.fromEntries(Object.entries(counts).map(([name, count]) => [name, numberText(count)]));
}

function badRowText(error: ReadOrders['errors'][number], language: Language): string {
  const facts = { ...error, column: error.column ?? '', other: error.value };
  return fill(checkTexts(language).badRow, { row: error.row, column: error.column ?? '', reason: importText(error.code, language, facts) });
}

/** Said before the work begins, not after a minute of it. */
function refuseOutput(path: string, inputs: readonly (string | null)[]): void {
  if (inputs.some((input) => input !== null && resolve(input) === resolve(path))) throw new CheckError('sameFile', 'usage', { path });
  try {
    accessSync(dirname(resolve(path)), constants.W_OK);
  } catch (error) {
    throw new CheckError('cannotWrite', 'write', { path, reason: (error as Error).message });
  }
}

function write(path: string, content: string): void {
  try {
    writeFileSync(path, content);
  } catch (error) {
    throw new CheckError('cannotWrite', 'write', { path, reason: (error as Error).message });
  }
}

/** One line on a terminal that is written over; nothing at all where output goes to a file. */
function progressLine(output: Output, name: (step: 'reading' | 'judging' | 'drawing') => string) {
  let shown = '';
  return {
    show(step: 'reading' | 'judging' | 'drawing', done: number | null): void {
      const line = `${name(step)}${done === null ? ' …' : ` ${Math.floor(done * 100)}%`}`;
      if (output.isTTY !== true || line === shown) return;
      shown = line;
      output.write(`\r\u001b[K${line}`);
    },
    clear(): void {
      if (shown !== '') output.write('\r\u001b[K');
      shown = '';
    },
  };
}

/** What can be said to the person at the terminal; `null` for a bug, which the caller reports as such. */
function tellable(error: unknown, argv: readonly string[], language: Language): { text: string; exitCode: number } | null {
  if (error instanceof CheckError) return { text: checkErrorText(error, language), exitCode: error.exitCode };
  if (error instanceof Problem) {
    const languages: readonly Language[] = language === 'en' ? ['en', 'zh-CN'] : ['zh-CN', 'en'];
    return { text: languages.map((one) => importText(error.code, one, error.details)).join('\n'), exitCode: checkExitCodes.file };
  }
  if (error instanceof Error && 'syscall' in error && 'code' in error) {
    const path = 'path' in error && typeof error.path === 'string' ? error.path : argv.join(' ');
    const isOutput = argv.some((argument, i) => argument.startsWith('--errors') && (argv[i + 1] === path || argument.endsWith(`=${path}`)));
    const problem = new CheckError(isOutput ? 'cannotWrite' : 'cannotRead', isOutput ? 'write' : 'file', {
      path,
      reason: String(error.code),
    });
    return { text: checkErrorText(problem, language), exitCode: problem.exitCode };
  }
  return null;
}
