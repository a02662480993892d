import type { CustomerFigures, LeakView, RepFigures } from '../schema.ts';
import type { LeakPages } from '../view.ts';
import { fit, printable, textWidth, wrap } from './columns.ts';
import { type DetectionTexts, checkText, detectionTexts, insufficientText, questionText, warningText } from './facts.ts';
import { type Language, fill, moneyText, numberText, shareText } from './format.ts';
import { headlineText, mainShape } from './headline.ts';

const WIDTH = 100;
/** Reps shown one by one; beyond that a line says how many more there are. Those to check are always shown. */
const MOST_REPS = 40;
const CUSTOMERS_PER_REP = 5;

export interface TerminalOptions {
  readonly language: Language;
  /** Escape sequences for bold and amber; off when the output is no terminal. */
  readonly colour: boolean;
  /** File or company that was checked. */
  readonly source: string;
}

/** The leak check as plain text in 100 columns, ending with a line end. */
export function terminalReport({ view, customers }: LeakPages, options: TerminalOptions): string {
  const { language } = options;
  const texts = detectionTexts(language);
  const ink = inks(options.colour);
  const lines: string[] = [
    `${ink.strong(texts.name)}  ${printable(options.source)}`,
    view.window ? fill(texts.report.subtitle, { asOf: view.window.to, ...view.window }) : '',
    '',
    ...wrap(headlineText(view, language), WIDTH).map(ink.strong),
    '',
  ];
  lines.push(...companyLines(view, texts, language));
  for (const warning of view.warnings) lines.push(...indented(`! ${warningText(warning, language)}`, 0, 2).map(ink.amber));
  if (view.warnings.length > 0) lines.push('');
  if (view.reps.length > 0) lines.push(...repTable(view.reps, texts, language, ink), '');
  for (const rep of view.reps) {
    if (rep.tier === 'check') lines.push(...repDetails(rep, customers, texts, language, ink));
  }
  if (view.reps.length === 0) lines.push(...silentCustomers(customers, texts, language, ink));
  lines.push(ink.strong(texts.limits.title));
  for (const sentence of [texts.limits.says, texts.limits.saysNot, texts.limits.choice, texts.limits.neutral]) {
    lines.push(...indented(`· ${sentence}`, 0, 2));
  }
  if (view.run) lines.push('', fill(texts.report.madeBy, { engine: view.run.engine }));
  return `${lines.map((line) => line.trimEnd()).join('\n')}\n`;
}

function companyLines(view: LeakView, texts: DetectionTexts, language: Language): string[] {
  const { company } = view;
  if (!company) return [];
  const { low, mid, high } = company.amountExpected;
  return [
    [
      `${texts.company.customers} ${numberText(company.customers)}`,
      `${texts.company.reps} ${numberText(company.reps)}`,
      `${texts.company.orders} ${numberText(company.orders)}`,
      `${texts.company.period} ${company.firstOrder} – ${company.lastOrder}`,
    ].join('   '),
    [
      `${texts.company.seen} ${moneyText(company.amountSeen, language)}`,
      `${texts.company.expected} ${moneyText(mid, language)} (${moneyText(low, language)} – ${moneyText(high, language)})`,
    ].join('   '),
    '',
  ];
}

interface Column {
  readonly head: string;
  readonly width: number;
  readonly align: 'left' | 'right';
  readonly cell: (rep: RepFigures) => string;
}

function repTable(reps: readonly RepFigures[], texts: DetectionTexts, language: Language, ink: Inks): string[] {
  const none = '–';
  const chinese = language === 'zh-CN';
  const money = (value: number) => moneyText(value, language);
  const columns: Column[] = [
    { head: texts.rep.rank, width: 3, align: 'right', cell: (rep) => (rep.rank === null ? none : String(rep.rank)) },
    { head: texts.rep.name, width: 12, align: 'left', cell: (rep) => rep.name },
    { head: texts.rep.tier, width: chinese ? 8 : 15, align: 'left', cell: (rep) => texts.tier[rep.tier] },
    { head: texts.rep.seen, width: 11, align: 'right', cell: (rep) => money(rep.amountSeen) },
    { head: texts.rep.expected, width: 11, align: 'right', cell: (rep) => money(rep.amountExpected.mid) },
    { head: texts.rep.missing, width: 11, align: 'right', cell: (rep) => money(rep.missing.mid) },
    { head: texts.rep.since, width: chinese ? 10 : 13, align: 'left', cell: (rep) => rep.since ?? none },
    {
      head: texts.rep.shapes,
      width: chinese ? 14 : 17,
      align: 'left',
      cell: ({ shapes }) => {
        const shape = mainShape(shapes);
        return shape ? `${texts.shape[shape]} ${shareText(shapes[shape])}` : none;
      },
    },
  ];
  const row = (cells: readonly string[]) => cells.map((cell, i) => fit(cell, columns[i]!.width, columns[i]!.align)).join(' ');
  const shown = reps.filter((rep, index) => rep.tier === 'check' || index < MOST_REPS);
  const lines = [
    `${ink.strong(texts.rep.title)}  ${texts.rep.order} · ${texts.report.noConclusion}`,
    ink.faint(row(columns.map((column) => column.head))),
    ink.faint('─'.repeat(columns.reduce((sum, column) => sum + column.width + 1, -1))),
  ];
  for (const rep of shown) {
    const line = row(columns.map((column) => column.cell(rep)));
    if (rep.tier === 'insufficient') {
      lines.push(`${row(columns.slice(0, 3).map((column) => column.cell(rep)))} ${insufficientText(rep.insufficient, language)}`);
    } else lines.push(rep.tier === 'check' ? ink.amber(line) : line);
  }
  if (shown.length < reps.length) lines.push(`… ${fill(texts.unit.people, { count: reps.length - shown.length })}`);
  return lines;
}

function repDetails(
  rep: RepFigures,
  customers: readonly CustomerFigures[],
  texts: DetectionTexts,
  language: Language,
  ink: Inks,
): string[] {
  const { low, mid, high } = rep.missing;
  const money = (value: number) => moneyText(value, language);
  const lines = [
    ink.strong(`${printable(rep.name)} · ${texts.tier[rep.tier]} · ${texts.report.noConclusion}`),
    `  ${texts.rep.missing} ${money(mid)} (${money(low)} – ${money(high)})`,
    `  ${fill(texts.report.sample, { customers: numberText(rep.customers), orders: numberText(rep.ordersSeen) })}`,
    `  ${fill(texts.rep.silentNote, { seen: numberText(rep.silentSeen), expected: numberText(rep.silentExpected, 1) })}`,
    `  ${texts.rep.checks}`,
  ];
  for (const check of rep.checks) {
    const { title, result, sentence } = checkText(check, language);
    lines.push(...indented(`[${result}] ${title}${language === 'en' ? ': ' : '：'}${sentence}`, 4, 6));
  }
  const own = customers.filter((customer) => customer.repId === rep.id && customer.shape !== null);
  if (own.length > 0) lines.push(`  ${texts.rep.customersTitle}`);
  for (const customer of own.slice(0, CUSTOMERS_PER_REP)) lines.push(...customerLines(customer, texts, language));
  lines.push('');
  return lines;
}

function customerLines(customer: CustomerFigures, texts: DetectionTexts, language: Language): string[] {
  const days = (count: number) => fill(texts.unit.days, { count: numberText(count) });
  const figures = [
    customer.shape ? texts.shape[customer.shape] : '',
    `${texts.customer.seen} ${moneyText(customer.amountSeen, language)} / ${texts.customer.expected} ${moneyText(customer.amountExpected, language)}`,
  ];
  const question = customer.questions[0];
  const notes = [
    customer.isSilent && customer.silenceLimit !== null
      ? `${texts.customer.silence} ${days(customer.silentDays)} (${texts.customer.silenceLimit} ${days(customer.silenceLimit)})`
      : '',
    question ? questionText(question, language) : '',
  ];
  const joined = (parts: readonly string[]) => parts.filter((part) => part !== '').join('   ');
  return [`    ${fit(customer.name, 36)} ${joined(figures)}`, ...indented(joined(notes), 6, 6)];
}

/** Without reps the list of customers that went quiet is the useful part: whom to call. */
function silentCustomers(customers: readonly CustomerFigures[], texts: DetectionTexts, language: Language, ink: Inks): string[] {
  const silent = customers
    .filter((customer) => customer.isSilent)
    .toSorted((a, b) => b.amountExpected - b.amountSeen - (a.amountExpected - a.amountSeen));
  if (silent.length === 0) return [];
  return [
    ink.strong(`${texts.rep.silent} ${numberText(silent.length)}`),
    ...silent.slice(0, 10).flatMap((customer) => customerLines({ ...customer, questions: [] }, texts, language)),
    '',
  ];
}

function indented(text: string, first: number, following: number): string[] {
  const [head, ...rest] = wrap(text, WIDTH - following);
  return head === undefined ? [] : [' '.repeat(first) + head, ...rest.map((line) => ' '.repeat(following) + line)];
}

interface Inks {
  strong(text: string): string;
  amber(text: string): string;
  faint(text: string): string;
}

function inks(colour: boolean): Inks {
  const paint = (code: number) => (text: string) => (colour && textWidth(text) > 0 ? `\u001b[${code}m${text}\u001b[0m` : text);
  return { strong: paint(1), amber: paint(33), faint: paint(2) };
}
