/**
 * What moves every customer's buying at once: the calendar of Chinese trade, a promotion, a price rise, a stock-out
 * and a region that shrinks. All of it is innocent, and a check has to see through it.
 */
export interface Market {
  readonly firstDay: number;
  readonly asOf: number;
  /** Demand by day since `firstDay`, 1 = an ordinary working day of the year. */
  readonly calendar: Float64Array;
  readonly promotion: Period;
  /** Product group sold out. */
  readonly stockOut: Period & { readonly product: number };
  /** Day of the price rise, by product group. */
  readonly priceRise: { readonly day: number; readonly products: readonly number[]; readonly factor: number };
  /** Yearly change of demand by region, e.g. −.1. */
  readonly regionTrend: readonly number[];
}

export interface Period {
  readonly from: number;
  readonly to: number;
}

/** Peaks in March and September, slack in the summer; Spring Festival comes on top. */
const MONTH_LEVEL = [1, 0.92, 1.16, 1.05, 1, 0.97, 0.92, 0.94, 1.14, 1.03, 1.02, 1] as const;
const LONG_ABSENCE = 0.04;

export function createMarket(firstDay: number, asOf: number): Market {
  const calendar = new Float64Array(asOf - firstDay);
  const festivals = springFestivals(firstDay - 60, asOf + 60);
  for (let i = 0; i < calendar.length; i++) calendar[i] = dayLevel(firstDay + i, festivals);
  return {
    firstDay,
    asOf,
    calendar,
    promotion: { from: asOf - 310, to: asOf - 289 },
    stockOut: { product: 2, from: asOf - 120, to: asOf - 83 },
    priceRise: { day: asOf - 420, products: [0, 3, 5], factor: 1.06 },
    regionTrend: [0.03, 0.02, -0.02, -0.12],
  };
}

/** Demand of a customer of this region and product group on a day, without the customer's own trend. */
export function demandAt(market: Market, region: number, product: number, day: number): number {
  let level = market.calendar[day - market.firstDay]!;
  level *= Math.pow(1 + market.regionTrend[region]!, (day - market.firstDay) / 365);
  const { promotion, stockOut } = market;
  if (day >= promotion.from && day < promotion.to) level *= 1.45;
  // What was bought early is not bought again in the weeks after.
  else if (day >= promotion.to && day < promotion.to + 28) level *= 0.82;
  if (product === stockOut.product) {
    if (day >= stockOut.from && day < stockOut.to) level *= 0.35;
    else if (day >= stockOut.to && day < stockOut.to + 21) level *= 1.3;
  }
  return level;
}

export function priceAt(market: Market, product: number, day: number): number {
  const { priceRise } = market;
  return day >= priceRise.day && priceRise.products.includes(product) ? priceRise.factor : 1;
}

function dayLevel(day: number, festivals: readonly number[]): number {
  const date = new Date(day * 86_400_000);
  const month = date.getUTCMonth();
  const dayOfMonth = date.getUTCDate();
  let level: number = MONTH_LEVEL[month]!;
  const weekday = date.getUTCDay();
  // Mean over the week is 1, so that `meanGap` keeps its meaning.
  level *= weekday === 0 ? 0.2 : weekday === 6 ? 0.7 : 1.22;
  if (month === 9 && dayOfMonth <= 7) return LONG_ABSENCE;
  if (month === 4 && dayOfMonth <= 3) return level * 0.3;
  for (const festival of festivals) {
    const distance = day - festival;
    if (distance >= -4 && distance <= 8) return LONG_ABSENCE;
    if (distance >= -16 && distance < -4) return level * 1.25;
    if (distance > 8 && distance <= 14) return level * 0.6;
  }
  return level;
}

/** Days of the Chinese New Year between two days, from the calendar that ships with the runtime. */
function springFestivals(from: number, to: number): number[] {
  const chinese = new Intl.DateTimeFormat('en-u-ca-chinese', { month: 'numeric', day: 'numeric', timeZone: 'UTC' });
  const found: number[] = [];
  for (let day = from; day < to; day++) {
    const date = new Date(day * 86_400_000);
    // It always falls between 21 January and 21 February; asking for every day would take long.
    if (date.getUTCMonth() > 1) continue;
    const parts = chinese.formatToParts(date);
    const part = (type: string) => parts.find((one) => one.type === type)?.value;
    if (part('month') === '1' && part('day') === '1') found.push(day);
  }
  return found;
}
