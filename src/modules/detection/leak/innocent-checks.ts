import type { MarketFactors } from './evidence.ts';
import { type Expectation, rowSum } from './expectation.ts';
import { ageCount, changeAges, type Observation, periodDays } from './observe.ts';
import type { InnocentCheck } from './types.ts';

/** What the checks of one rep look at. */
export interface CheckInput {
  readonly rep: number;
  readonly observation: Observation;
  readonly expectation: Expectation;
  readonly market: MarketFactors;
  readonly customers: readonly number[];
  readonly region: Int32Array;
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

function regionDecline({ rep, customers, region, expectation, observation }: CheckInput): InnocentCheck {
  const votes = new Map<number, number>();
  for (const c of customers) if (region[c]! >= 0) votes.set(region[c]!, (votes.get(region[c]!) ?? 0) + 1);
  const home = [...votes].toSorted((a, b) => b[1] - a[1] || a[0] - b[0])[0];
  if (!home) return { code: 'region_decline', result: 'not_checked', facts: {} };
  let seen = 0;
  let expected = 0;
  let all = 0;
  let allExpected = 0;
  let others = 0;
  for (let c = 0; c < observation.customerCount; c++) {
    const owner = observation.owners.rep[c]!;
    if (owner < 0 || owner === rep) continue;
    all += expectation.ordersSeen[c]!;
    allExpected += expectation.ordersExpected[c]!;
    if (region[c] !== home[0]) continue;
    others++;
    seen += expectation.ordersSeen[c]!;
    expected += expectation.ordersExpected[c]!;
  }
  if (others < 10 || expected < 20) return { code: 'region_decline', result: 'not_checked', facts: { customers: others } };
  const change = seen / expected / (all / allExpected) - 1;
  return { code: 'region_decline', result: change < -noteworthy ? 'explains' : 'ruled_out', facts: { change } };
}

/** How the book did against its expectation one window earlier, relative to everybody's. */
function earlierChange({ rep, earlier, windowAge }: CheckInput): { orders: number; change: number } | null {
  if (!earlier) return null;
  const { observation, market } = earlier;
  let seen = 0;
  let expected = 0;
  for (let c = 0; c < observation.customerCount; c++) {
    if (observation.owners.rep[c] !== rep || observation.oldestAge[c]! < windowAge) continue;
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
