import type { Assignment, OrderHistory } from '#modules/detection/leak/types.ts';
import {
  type Diversion,
  type Habit,
  type Order,
  type Ownership,
  SINCE_EVER,
  UNTIL_FURTHER_NOTICE,
  assignmentOf,
  divert,
  historyOf,
  ordersOf,
} from './builders.ts';
import { type Market, type Period, createMarket, demandAt, priceAt } from './demo-market.ts';
import { DEMO_COMPANY, DEMO_REPS, type DemoRep, type RepStory } from './demo-people.ts';
import { PRODUCT_GROUPS, REGIONS, companyName } from './names.ts';
import { type Random, createRandom } from './random.ts';

export { DEMO_PASSWORD, DEMO_SIGN_INS } from './demo-people.ts';

/** History the demo has: 30 months. */
const DAYS = 913;
const SEED = 20_240_311;

export interface DemoCustomer {
  readonly code: string;
  readonly name: string;
  readonly city: string;
  /** Index into `regions`. */
  readonly region: number;
  /** Index into `products`: what this customer mostly buys. */
  readonly product: number;
}

/** One order per row, sorted by day; `rep` is who looked after the customer on that day. */
export interface DemoOrders {
  readonly customer: Int32Array;
  readonly rep: Int32Array;
  readonly day: Int32Array;
  /** Minor units; negative for a return. */
  readonly amount: Float64Array;
  readonly product: Int32Array;
  readonly orderNo: readonly string[];
}

/** What was built in, for tests only: the software finds out by itself. */
export interface Planted {
  readonly diverters: readonly (Diversion & { readonly rep: number })[];
  readonly dyingBook: number;
  readonly keyAccount: number;
  readonly newReps: readonly number[];
  readonly handOver: { readonly from: number; readonly to: number; readonly day: number };
  readonly stockOut: Period & { readonly product: number };
}

export interface DemoCompany {
  readonly name: string;
  /** Day after the last possible order, days since 1970-01-01. */
  readonly asOf: number;
  readonly firstDay: number;
  readonly regions: readonly string[];
  readonly products: readonly string[];
  readonly reps: readonly DemoRep[];
  readonly customers: readonly DemoCustomer[];
  readonly ownership: readonly Ownership[];
  readonly orders: DemoOrders;
  readonly planted: Planted;
}

/**
 * A distributor of industrial supplies with 24 reps, about 1,500 customers and 30 months of orders that end at `asOf`.
 * The same day gives the same company, byte for byte.
 *
 * @param asOf days since 1970-01-01; the day the demo is loaded, so that "3 天前" is true
 * @param seed another company of the same kind
 */
export function demoCompany(asOf: number, seed = SEED): DemoCompany {
  const firstDay = asOf - DAYS;
  const market = createMarket(firstDay, asOf);
  const taken = new Set<string>();
  const customers: DemoCustomer[] = [];
  const ownership: Ownership[] = [];
  const orders: Order[] = [];
  const handOverDay = asOf - 150;
  const leaver = repWith('leaver');
  const successor = repWith('successor');
  const diverters = DEMO_REPS.flatMap((rep, index) => plantedDiversion(rep.story, index, asOf));

  for (const [index, rep] of DEMO_REPS.entries()) {
    const random = createRandom(seed, index);
    const book: Order[] = [];
    for (let n = bookSize(rep.story, random); n > 0; n--) {
      const customer = customers.length;
      const own = createRandom(seed, 1000 + customer);
      const { name, city } = companyName(REGIONS[rep.region]!.cities, taken, own);
      const product = own.below(PRODUCT_GROUPS.length);
      customers.push({ code: `KH${String(customer + 1001).padStart(6, '0')}`, name, city, region: rep.region, product });
      const story = rep.story;
      const bought = ordersOf(customer, habitOf(story, market, rep.region, product, own), own);
      book.push(...(story === 'leaver' ? lostInHandOver(bought, handOverDay, own) : bought));
      if (story === 'leaver') {
        ownership.push({ customer, rep: leaver, from: SINCE_EVER, to: handOverDay });
        ownership.push({ customer, rep: successor, from: handOverDay, to: UNTIL_FURTHER_NOTICE });
      } else {
        ownership.push({ customer, rep: index, from: SINCE_EVER, to: UNTIL_FURTHER_NOTICE });
      }
    }
    const diversion = diverters.find((one) => one.rep === index);
    orders.push(...(diversion ? divert(book, diversion, random) : book));
  }

  return {
    name: DEMO_COMPANY,
    asOf,
    firstDay,
    regions: REGIONS.map((region) => region.name),
    products: PRODUCT_GROUPS,
    reps: DEMO_REPS,
    customers,
    ownership,
    orders: toColumns(withReturns(orders, asOf, seed), customers, ownership, seed),
    planted: {
      diverters,
      dyingBook: repWith('dying'),
      keyAccount: repWith('key_account'),
      newReps: DEMO_REPS.flatMap((rep, index) => (rep.story === 'new' ? [index] : [])),
      handOver: { from: leaver, to: successor, day: handOverDay },
      stockOut: market.stockOut,
    },
  };
}

/** The company as the leak engine reads it. */
export function demoForEngine(company: DemoCompany): { history: OrderHistory; assignment: Assignment } {
  const { customer, day, amount } = company.orders;
  const rows: Order[] = Array.from(customer, (who, i) => ({ customer: who, day: day[i]!, amount: amount[i]! }));
  const count = company.customers.length;
  return {
    history: historyOf(
      rows,
      count,
      company.customers.map((one) => one.region),
    ),
    assignment: assignmentOf(company.ownership, count, company.reps.length),
  };
}

function repWith(story: RepStory): number {
  return DEMO_REPS.findIndex((rep) => rep.story === story);
}

function plantedDiversion(story: RepStory, rep: number, asOf: number): (Diversion & { rep: number })[] {
  if (story === 'thin') return [{ rep, shape: 'thin', strength: 0.42, from: asOf - 190 }];
  if (story === 'capture') return [{ rep, shape: 'capture', strength: 0.4, from: asOf - 215 }];
  if (story === 'shave') return [{ rep, shape: 'shave', strength: 0.4, from: asOf - 235 }];
  return [];
}

function bookSize(story: RepStory, random: Random): number {
  if (story === 'key_account') return 1;
  if (story === 'new') return 14;
  if (story === 'dying') return 96;
  if (story === 'successor') return 52;
  return 58 + random.below(26);
}

function habitOf(story: RepStory, market: Market, region: number, product: number, random: Random): Habit {
  const { firstDay, asOf } = market;
  const keyAccount = story === 'key_account';
  const meanGap = keyAccount ? 4 : Math.min(75, Math.max(5, random.logNormal(15, 0.55)));
  // A few per cent of industrial customers close or move each year; in a dying trade it is a third.
  const yearsLeft = keyAccount ? Infinity : random.exponential(story === 'dying' ? 2.6 : 14);
  const isNew = story === 'new' || (!keyAccount && story !== 'dying' && random.chance(0.2));
  const from = story === 'new' ? asOf - 150 + random.below(80) : isNew ? firstDay + random.below(DAYS - 60) : firstDay;
  const to = Math.min(asOf, from + Math.round(yearsLeft * 365));
  const drift = ownDrift(from, to, random);
  return {
    meanGap,
    regularity: random.between(1.3, 5),
    level: keyAccount ? 4_200_000 : random.logNormal(260_000, 0.8),
    spread: random.between(0.3, 0.6),
    from,
    to,
    demand: (day) => demandAt(market, region, product, day) * drift[Math.floor((day - from) / 30)]!,
    price: (day) => priceAt(market, product, day),
  };
}

/** Nobody's need stays the same for years: a slow random walk, a step a month, about 12 % a year. */
function ownDrift(from: number, to: number, random: Random): Float64Array {
  const drift = new Float64Array(Math.floor(Math.max(0, to - from) / 30) + 1);
  let log = 0;
  for (let i = 0; i < drift.length; i++) {
    drift[i] = Math.exp(log);
    log += random.normal(0, 0.12 / Math.sqrt(12));
  }
  return drift;
}

/** One in six customers is lost within three months after a change of rep, which is normal. */
function lostInHandOver(orders: readonly Order[], day: number, random: Random): Order[] {
  const until = random.chance(0.16) ? day + random.below(90) : UNTIL_FURTHER_NOTICE;
  return orders.filter((order) => order.day < until);
}

/** One order in eighty comes back in part, some days later. */
function withReturns(orders: readonly Order[], asOf: number, seed: number): Order[] {
  const random = createRandom(seed, 7);
  const all = [...orders];
  for (const order of orders) {
    if (!random.chance(1 / 80)) continue;
    const day = order.day + 2 + random.below(12);
    const share = random.between(0.1, 0.6);
    if (day < asOf) all.push({ ...order, day, amount: -Math.max(100, Math.round((order.amount * share) / 100) * 100) });
  }
  return all;
}

function toColumns(
  orders: readonly Order[],
  customers: readonly DemoCustomer[],
  ownership: readonly Ownership[],
  seed: number,
): DemoOrders {
  const sorted = orders.toSorted((a, b) => a.day - b.day || a.customer - b.customer || b.amount - a.amount);
  const random = createRandom(seed, 8);
  const count = sorted.length;
  const owners: Ownership[][] = customers.map(() => []);
  for (const period of ownership) owners[period.customer]!.push(period);
  const rep = new Int32Array(count);
  const product = new Int32Array(count);
  const orderNo: string[] = [];
  let prefix = '';
  let number = 0;
  for (const [i, order] of sorted.entries()) {
    rep[i] = owners[order.customer]!.find((period) => order.day >= period.from && order.day < period.to)!.rep;
    // Two orders in three are of the customer's main group.
    product[i] = random.chance(2 / 3) ? customers[order.customer]!.product : random.below(PRODUCT_GROUPS.length);
    const date = new Date(order.day * 86_400_000).toISOString().slice(2, 10).replaceAll('-', '');
    number = date === prefix ? number + 1 : 1;
    prefix = date;
    orderNo.push(`XS${date}${String(number).padStart(4, '0')}`);
  }
  return {
    customer: Int32Array.from(sorted, (order) => order.customer),
    rep,
    day: Int32Array.from(sorted, (order) => order.day),
    amount: Float64Array.from(sorted, (order) => order.amount),
    product,
    orderNo,
  };
}
