import { type Static, Type } from 'typebox';
import { defineProblems } from '#shared/problem.ts';

export const problems = defineProblems('detection', {
  no_orders: 422,
  run_not_found: 404,
  run_in_progress: 409,
  rep_not_found: 404,
  customer_not_found: 404,
});

/**
 * The leak check as people read it: the engine's `LeakReport` with names instead of indexes, dates instead of day
 * numbers. The web, the terminal and the mailed file all show this one shape. Money is in whole minor units (分).
 */
const Nullable = <T extends Parameters<typeof Type.Union>[0][number]>(schema: T) => Type.Union([schema, Type.Null()]);
const DateText = Type.String({ pattern: '^\\d{4}-\\d{2}-\\d{2}$' });

export const Interval = Type.Object({ low: Type.Number(), mid: Type.Number(), high: Type.Number() });
export type Interval = Static<typeof Interval>;

export const MonthPoint = Type.Object({
  month: Type.String({ description: '2024-03' }),
  ordersSeen: Type.Number(),
  ordersExpected: Interval,
  amountSeen: Type.Number(),
  amountExpected: Interval,
});
export type MonthPoint = Static<typeof MonthPoint>;

export const Tier = Type.Union([Type.Literal('check'), Type.Literal('watch'), Type.Literal('none'), Type.Literal('insufficient')]);
export type Tier = Static<typeof Tier>;
export const Shape = Type.Union([Type.Literal('thin'), Type.Literal('capture'), Type.Literal('shave')]);
export type Shape = Static<typeof Shape>;

export const CodedFact = Type.Object({ code: Type.String(), facts: Type.Record(Type.String(), Type.Number()) });
export const InnocentCheck = Type.Object({
  code: Type.String(),
  result: Type.Union([Type.Literal('explains'), Type.Literal('ruled_out'), Type.Literal('not_checked')]),
  facts: Type.Record(Type.String(), Type.Number()),
});
export type InnocentCheck = Static<typeof InnocentCheck>;

export const RepFigures = Type.Object({
  id: Type.String(),
  name: Type.String(),
  region: Nullable(Type.String()),
  tier: Tier,
  insufficient: Nullable(Type.String()),
  score: Nullable(Type.Number()),
  rank: Nullable(Type.Integer()),
  since: Nullable(DateText),
  shapes: Type.Object({ thin: Type.Number(), capture: Type.Number(), shave: Type.Number() }),
  customers: Type.Integer(),
  ordersSeen: Type.Number(),
  ordersExpected: Interval,
  amountSeen: Type.Number(),
  amountExpected: Interval,
  missing: Interval,
  silentSeen: Type.Integer(),
  silentExpected: Type.Number(),
  share: Type.Number({ description: "share of the company's money in the year before, 0..1" }),
  trend: Type.Array(MonthPoint),
  checks: Type.Array(InnocentCheck),
});
export type RepFigures = Static<typeof RepFigures>;

export const CustomerFigures = Type.Object({
  id: Type.String(),
  code: Nullable(Type.String()),
  name: Type.String(),
  repId: Nullable(Type.String()),
  repName: Nullable(Type.String()),
  region: Nullable(Type.String()),
  orders: Type.Integer(),
  firstOrder: DateText,
  lastOrder: DateText,
  usualGap: Nullable(Type.Number()),
  silenceLimit: Nullable(Type.Number()),
  silentDays: Type.Number(),
  isSilent: Type.Boolean(),
  ordersSeen: Type.Number(),
  ordersExpected: Type.Number(),
  amountSeen: Type.Number(),
  amountExpected: Type.Number(),
  /** Hidden (null) from reps: it is part of a person's score. */
  evidence: Nullable(Type.Number()),
  shape: Nullable(Shape),
  questions: Type.Array(Type.String()),
});
export type CustomerFigures = Static<typeof CustomerFigures>;

export const CompanyFigures = Type.Object({
  customers: Type.Integer(),
  reps: Type.Integer(),
  orders: Type.Integer(),
  firstOrder: DateText,
  lastOrder: DateText,
  amountSeen: Type.Number(),
  amountExpected: Interval,
  missing: Interval,
  trend: Type.Array(MonthPoint),
});
export type CompanyFigures = Static<typeof CompanyFigures>;

export const RunStatus = Type.Union([Type.Literal('queued'), Type.Literal('running'), Type.Literal('done'), Type.Literal('failed')]);
export const LeakRun = Type.Object({
  id: Type.String(),
  asOf: DateText,
  status: RunStatus,
  engine: Type.String(),
  parameters: Type.Record(Type.String(), Type.Number()),
  /** SHA-256 over the figures: two runs on the same data have the same one. */
  fingerprint: Nullable(Type.String()),
  trigger: Type.Union([Type.Literal('nightly'), Type.Literal('manual'), Type.Literal('import'), Type.Literal('command')]),
  startedAt: Type.String({ format: 'date-time' }),
  finishedAt: Nullable(Type.String({ format: 'date-time' })),
  check: Type.Integer({ description: 'reps in tier check' }),
  watch: Type.Integer(),
  failure: Nullable(Type.String()),
});
export type LeakRun = Static<typeof LeakRun>;
export const LeakRuns = Type.Object({ runs: Type.Array(LeakRun) });

/** What `GET /api/leak/report` answers: everything but the customers. Reps are empty for roles that may not see scores. */
export const LeakView = Type.Object({
  run: Nullable(LeakRun),
  window: Nullable(Type.Object({ from: DateText, to: DateText })),
  warnings: Type.Array(CodedFact),
  company: Nullable(CompanyFigures),
  thresholds: Nullable(Type.Object({ check: Type.Number(), watch: Type.Number() })),
  reps: Type.Array(RepFigures),
});
export type LeakView = Static<typeof LeakView>;

export const RepView = Type.Object({
  run: LeakRun,
  rep: RepFigures,
  thresholds: Nullable(Type.Object({ check: Type.Number(), watch: Type.Number() })),
});
export type RepView = Static<typeof RepView>;

export const CustomerList = Type.Object({ customers: Type.Array(CustomerFigures), total: Type.Integer() });
export type CustomerList = Static<typeof CustomerList>;

export const CustomerView = Type.Object({
  run: LeakRun,
  figures: CustomerFigures,
  /** Who looked after the customer, newest first. */
  owners: Type.Array(Type.Object({ repName: Type.String(), from: Nullable(DateText), to: Nullable(DateText) })),
  /** Orders of the last 36 months before `asOf`: date and amount in minor units. */
  orders: Type.Array(Type.Object({ date: DateText, amount: Type.Number() })),
});
export type CustomerView = Static<typeof CustomerView>;

export const StartRun = Type.Object({ asOf: Type.Optional(DateText) });
export type StartRun = Static<typeof StartRun>;
