import { dateOfDay } from '#shared/days.ts';
import type { CustomerResult, Interval as EngineInterval, LeakReport, MonthPoint as EngineMonthPoint, RepResult } from './leak/types.ts';
import type { CustomerFigures, Interval, LeakRun, LeakView, MonthPoint, RepFigures } from './schema.ts';

/** Who hides behind the engine's indexes. Answers must not depend on anything but the index. */
export interface LeakNames {
  rep(index: number): { readonly id: string; readonly name: string; readonly region: string | null };
  customer(index: number): {
    readonly id: string;
    readonly code: string | null;
    readonly name: string;
    readonly region: string | null;
  };
}

export interface LeakPages {
  readonly view: LeakView;
  readonly customers: CustomerFigures[];
}

/**
 * The engine's answer as people read it: names for indexes, dates for day numbers, whole minor units for amounts.
 * Pure, so that the web, the terminal, the mailed file and a stored run all show the same figures.
 *
 * @param run the stored run these figures belong to; `null` for a file that was only checked
 */
export function leakPages(report: LeakReport, names: LeakNames, run: LeakRun | null = null): LeakPages {
  const { company } = report;
  return {
    view: {
      run,
      window: { from: dateOfDay(report.window.from), to: dateOfDay(report.window.to) },
      warnings: report.warnings.map(({ code, facts }) => ({ code, facts: { ...facts } })),
      company:
        company.orders === 0
          ? null
          : {
              customers: company.customers,
              reps: company.reps,
              orders: company.orders,
              firstOrder: dateOfDay(company.firstDay),
              lastOrder: dateOfDay(company.lastDay),
              amountSeen: minor(company.amountSeen),
              amountExpected: money(company.amountExpected),
              missing: money(company.missing),
              trend: company.trend.map(month),
            },
      thresholds: report.thresholds ? { ...report.thresholds } : null,
      reps: report.reps.map((rep) => repFigures(rep, names)),
    },
    customers: report.customers.map((customer) => customerFigures(customer, names)),
  };
}

function repFigures(rep: RepResult, names: LeakNames): RepFigures {
  const { id, name, region } = names.rep(rep.rep);
  return {
    id,
    name,
    region,
    tier: rep.tier,
    insufficient: rep.insufficient,
    score: rep.score,
    rank: rep.rank,
    since: rep.since === null ? null : dateOfDay(rep.since),
    shapes: { thin: round(rep.shapes.thin), capture: round(rep.shapes.capture), shave: round(rep.shapes.shave) },
    customers: rep.customers,
    ordersSeen: rep.ordersSeen,
    ordersExpected: orders(rep.ordersExpected),
    amountSeen: minor(rep.amountSeen),
    amountExpected: money(rep.amountExpected),
    missing: money(rep.missing),
    silentSeen: rep.silentSeen,
    silentExpected: round(rep.silentExpected),
    share: round(rep.share),
    trend: rep.trend.map(month),
    checks: rep.checks.map(({ code, result, facts }) => ({ code, result, facts: { ...facts } })),
  };
}

function customerFigures(figures: CustomerResult, names: LeakNames): CustomerFigures {
  const { id, code, name, region } = names.customer(figures.customer);
  const rep = figures.rep < 0 ? null : names.rep(figures.rep);
  return {
    id,
    code,
    name,
    repId: rep?.id ?? null,
    repName: rep?.name ?? null,
    region,
    orders: figures.orders,
    firstOrder: dateOfDay(figures.firstDay),
    lastOrder: dateOfDay(figures.lastDay),
    usualGap: figures.usualGap === null ? null : round(figures.usualGap),
    silenceLimit: figures.silenceLimit === null ? null : round(figures.silenceLimit),
    silentDays: figures.silentDays,
    isSilent: figures.isSilent,
    ordersSeen: figures.ordersSeen,
    ordersExpected: round(figures.ordersExpected),
    amountSeen: minor(figures.amountSeen),
    amountExpected: minor(figures.amountExpected),
    evidence: figures.evidence,
    shape: figures.shape,
    questions: [...figures.questions],
  };
}

function month(point: EngineMonthPoint): MonthPoint {
  return {
    month: point.month,
    ordersSeen: point.ordersSeen,
    ordersExpected: orders(point.ordersExpected),
    amountSeen: minor(point.amountSeen),
    amountExpected: money(point.amountExpected),
  };
}

function money({ low, mid, high }: EngineInterval): Interval {
  return { low: minor(low), mid: minor(mid), high: minor(high) };
}

function orders({ low, mid, high }: EngineInterval): Interval {
  return { low: round(low), mid: round(mid), high: round(high) };
}

/** Major units (yuan) to whole minor units (分). Never -0, which JSON would write as 0 and so differ after a round trip. */
function minor(amount: number): number {
  return Math.round(amount * 100) || 0;
}

/** Counts, days and shares need no more than four decimals; shorter numbers keep stored runs and downloads small. */
function round(value: number): number {
  return Math.round(value * 10_000) / 10_000 || 0;
}
