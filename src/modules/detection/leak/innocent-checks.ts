import type { MarketFactors } from './evidence.ts';
import { type Expectation, rowSum } from './expectation.ts';
import { ageCount, changeAges, type Observation, periodDays } from './observe.ts';
import type { InnocentCheck } from './types.ts';

/** Orders of customers whom somebody looks after: seen and expected over the judged window. */
interface Totals {
  seen: number;
  expected: number;
  customers: number;
}

export interface RegionTotals {
  readonly company: Readonly<Totals>;
  readonly perRegion: ReadonlyMap<number, Readonly<Totals>>;
}

const nothing: Readonly<Totals> = { seen: 0, expected: 0, customers: 0 };

/** Summed once for all reps. */
export function regionTotals(observation: Observation, expectation: Expectation, region: Int32Array): RegionTotals {
  const company = { ...nothing };
  const perRegion = new Map<number, Totals>();
  for (let c = 0; c < observation.customerCount; c++) {
    if (observation.owners.rep[c]! < 0) continue;
    let here = perRegion.get(region[c]!);
    if (!here) perRegion.set(region[c]!, (here = { ...nothing }));
    for (const totals of [company, here]) {
      totals.seen += expectation.ordersSeen[c]!;
      totals.expected += expectation.ordersExpected[c]!;
      totals.customers++;
    }
  }
  return { company, perRegion };
}

/** What the checks of one rep look at. */
export interface CheckInput {
  readonly rep: number;
  readonly observation: Observation;
  readonly expectation: Expectation;
  readonly market: MarketFactors;
  readonly customers: readonly number[];
  readonly region: Int32Array;
  readonly regional: RegionTotals;
  /** The observation one window earlier and its market: how the book did before. Null where there was no earlier. */
  readonly earlier: { readonly observation: Observation; readonly market: MarketFactors } | null;
  /** Longest run of days in the window without an order of anybody. */
  readonly longestGap: number;
  readonly windowAge: number;
  /** Orders per active customer in the window against the year before it, minus 1. */
  readonly companyChange: number;
}

/** A tenth: less would not make anybody look, more would explain little. */
const noteworthy = 0.1;
/** After a change of hands customers look around for a quarter. */
const settlingDays = 90;

/** Innocent explanations of a shortfall, each with what orders alone can say about it. */
export function innocentChecks(input: CheckInput): InnocentCheck[] {
  return [
    marketDecline(input),
    regionDecline(input),
    season(input),
    handOver(input),
    ownAttrition(input),
    oneBigCustomer(input),
    {
      code: 'data_gap',
      result: input.longestGap >= 10 ? 'explains' : 'ruled_out',
      facts: { days: input.longestGap },
    },
    { code: 'stock_out', result: 'not_checked', facts: {} },
    { code: 'price_change', result: 'not_checked', facts: {} },
    { code: 'customer_closed', result: 'not_checked', facts: {} },
  ];
}

function marketDecline({ companyChange: change }: CheckInput): InnocentCheck {
  return { code: 'market_decline', result: change < -noteworthy ? 'explains' : 'ruled_out', facts: { change } };
}

function regionDecline({ customers, region, regional, expectation }: CheckInput): InnocentCheck {
  const votes = new Map<number, number>();
  for (const c of customers) if (region[c]! >= 0) votes.set(region[c]!, (votes.get(region[c]!) ?? 0) + 1);
  const home = [...votes].toSorted((a, b) => b[1] - a[1] || a[0] - b[0])[0];
  if (!home) return { code: 'region_decline', result: 'not_checked', facts: {} };
  // Everybody's, less one's own.
  const here = regional.perRegion.get(home[0]) ?? nothing;
  let { seen, expected, customers: others } = here;
  let { seen: all, expected: allExpected } = regional.company;
  for (const c of customers) {
    all -= expectation.ordersSeen[c]!;
    allExpected -= expectation.ordersExpected[c]!;
    if (region[c] !== home[0]) continue;
    others--;
    seen -= expectation.ordersSeen[c]!;
    expected -= expectation.ordersExpected[c]!;
  }
  if (others < 10 || expected < 20) return { code: 'region_decline', result: 'not_checked', facts: { customers: others } };
  const change = seen / expected / (all / allExpected) - 1;
  return { code: 'region_decline', result: change < -noteworthy ? 'explains' : 'ruled_out', facts: { change } };
}

/** How the book did against its expectation one window earlier, relative to everybody's. */
function earlierChange({ customers, earlier, windowAge }: CheckInput): { orders: number; change: number } | null {
  if (!earlier) return null;
  const { observation, market } = earlier;
  let seen = 0;
  let expected = 0;
  for (const c of customers) {
    if (observation.oldestAge[c]! < windowAge) continue;
    const cell = c * ageCount + windowAge;
    seen += observation.seen[cell]!;
    expected +=
      (observation.baseOrders[cell]! / Math.max(observation.baseExposure[cell]!, 1e-9)) *
      observation.exposure[windowAge]! *
      market.orders[windowAge]!;
  }
  return expected >= 20 ? { orders: seen, change: seen / expected - 1 } : null;
}

function season(input: CheckInput): InnocentCheck {
  // The same months a year ago are the window before only where the window is a year.
  const before = changeAges[input.windowAge]! * periodDays >= 330 ? earlierChange(input) : null;
  if (!before) return { code: 'season', result: 'not_checked', facts: {} };
  // A whole year holds every season once; a bad season cannot make a year short.
  return { code: 'season', result: 'ruled_out', facts: { days: changeAges[input.windowAge]! * periodDays } };
}

function ownAttrition(input: CheckInput): InnocentCheck {
  const before = earlierChange(input);
  if (!before) return { code: 'own_attrition', result: 'not_checked', facts: {} };
  return {
    code: 'own_attrition',
    result: before.change < -noteworthy ? 'explains' : 'ruled_out',
    facts: { change: before.change },
  };
}

function handOver({ customers, observation, expectation }: CheckInput): InnocentCheck {
  const recent = customers.filter((c) => observation.owners.since[c]! > expectation.from - settlingDays);
  const share = customers.length > 0 ? recent.length / customers.length : 0;
  return {
    code: 'hand_over',
    result: share > 2 * noteworthy ? 'explains' : 'ruled_out',
    facts: { customers: recent.length, share },
  };
}

function oneBigCustomer({ rep, customers, expectation }: CheckInput): InnocentCheck {
  const months = expectation.months.length;
  const missing = rowSum(expectation.moneyExpected, rep, months) - rowSum(expectation.money, rep, months);
  let most = 0;
  for (const c of customers) most = Math.max(most, expectation.amountExpected[c]! - expectation.amountSeen[c]!);
  const share = missing > 0 ? Math.min(1, most / missing) : 0;
  return { code: 'one_big_customer', result: share > 0.5 ? 'explains' : 'ruled_out', facts: { share } };
}
