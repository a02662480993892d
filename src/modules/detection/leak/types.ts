/**
 * What goes into the leak engine and what comes out of it.
 *
 * The engine is pure: typed arrays in, plain JSON out, no clock, no database. Days are whole days since
 * 1970-01-01 in the company's time zone; amounts are major currency units (yuan); ranges are `[from, to)`.
 */

/** A company's orders, grouped by customer and sorted by day; one entry per customer and day. */
export interface OrderHistory {
  readonly customerCount: number;
  /** Orders of customer `i` are the entries `offsets[i]` to `offsets[i + 1]`. Length `customerCount + 1`. */
  readonly offsets: Uint32Array;
  readonly day: Int32Array;
  /** Net amount of that customer on that day; always positive (see `buildHistory` for returns). */
  readonly amount: Float64Array;
  /** Region index per customer, -1 where unknown. Regions with too few peers are pooled by the engine. */
  readonly region: Int32Array;
}

/** Who looked after which customer, when. Periods of one customer do not overlap. */
export interface Assignment {
  readonly repCount: number;
  /** Periods of customer `i` are the entries `offsets[i]` to `offsets[i + 1]`. Length `customerCount + 1`. */
  readonly offsets: Uint32Array;
  readonly rep: Int32Array;
  /** First day of the period; `-2147483648` means since ever. */
  readonly from: Int32Array;
  /** Day after the last day; `2147483647` means until further notice. */
  readonly to: Int32Array;
}

export type Shape = 'thin' | 'capture' | 'shave';

/** 无异常 / 关注 / 建议核查 / 样本不足 */
export type Tier = 'none' | 'watch' | 'check' | 'insufficient';

export interface Interval {
  readonly low: number;
  readonly mid: number;
  readonly high: number;
}

/** One calendar month of expected against seen, in orders and in money. */
export interface MonthPoint {
  /** `2024-03` */
  readonly month: string;
  readonly ordersSeen: number;
  readonly ordersExpected: Interval;
  readonly amountSeen: number;
  readonly amountExpected: Interval;
}

/** Why no tier could be given; shown to the reader as text. */
export type InsufficientReason = 'history_too_short' | 'book_too_small' | 'too_few_orders' | 'too_few_peers' | 'new_rep';

/** An innocent explanation and what the engine could say about it from orders alone. */
export interface InnocentCheck {
  readonly code:
    | 'market_decline' // everybody's customers fell as well
    | 'region_decline' // the region fell as well
    | 'season' // the same months are always low
    | 'hand_over' // customers changed hands recently
    | 'own_attrition' // the book was already dying before
    | 'one_big_customer' // one account explains most of it
    | 'data_gap' // days or weeks without any order of anybody
    | 'stock_out' // not visible in orders: the reader must check
    | 'price_change' // not visible in orders: the reader must check
    | 'customer_closed'; // not visible in orders: the reader must check
  /** `explains`: taken out of, or visible in, the figures · `ruled_out` · `not_checked`: orders alone cannot say. */
  readonly result: 'explains' | 'ruled_out' | 'not_checked';
  /** Numbers that the text of this code and result shows, e.g. `{change: -0.12}`. */
  readonly facts: Readonly<Record<string, number>>;
}

export interface RepResult {
  /** Index into the assignment's reps. */
  readonly rep: number;
  readonly tier: Tier;
  readonly insufficient: InsufficientReason | null;
  /** Calibrated: comparable over reps and dates; higher means a check is more worth while. `null` where insufficient. */
  readonly score: number | null;
  /** 1-based place in the order of checking; `null` where insufficient. */
  readonly rank: number | null;
  /** Estimated first day of the change, `null` where nothing stands out. */
  readonly since: number | null;
  /** Share of the score's evidence that each shape explains; sums to 1, or all 0 where nothing stands out. */
  readonly shapes: Readonly<Record<Shape, number>>;
  readonly customers: number;
  /** Over the judged window (see `LeakReport.window`). */
  readonly ordersSeen: number;
  readonly ordersExpected: Interval;
  readonly amountSeen: number;
  readonly amountExpected: Interval;
  /** Money missing against expectation over the judged window; may be negative (more than expected). */
  readonly missing: Interval;
  /** Customers silent beyond their own limit: seen, and expected by own rhythm and normal attrition. */
  readonly silentSeen: number;
  readonly silentExpected: number;
  /** The rep's share of the company's money in the year before the window, 0..1. */
  readonly share: number;
  readonly trend: readonly MonthPoint[];
  readonly checks: readonly InnocentCheck[];
}

/** What a neutral call-back could ask; codes with texts in both languages. */
export type CallBackQuestion =
  | 'still_buying_elsewhere' // thin: part of the need goes elsewhere?
  | 'why_stopped' // capture: gone silent
  | 'order_size_changed' // shave
  | 'service_satisfied'
  | 'invoice_and_payee'; // whom did they pay, who invoiced

export interface CustomerResult {
  /** Index into the history's customers. */
  readonly customer: number;
  /** The rep at `asOf`; -1 for nobody. */
  readonly rep: number;
  readonly orders: number;
  readonly firstDay: number;
  readonly lastDay: number;
  /** Usual days between orders (shrunk to peers); `null` with too few orders. */
  readonly usualGap: number | null;
  /** Days of silence that this customer's own rhythm makes 1-in-100; `null` with too few orders. */
  readonly silenceLimit: number | null;
  readonly silentDays: number;
  readonly isSilent: boolean;
  readonly ordersSeen: number;
  readonly ordersExpected: number;
  readonly amountSeen: number;
  readonly amountExpected: number;
  /** How much this customer adds to the rep's evidence, in nats; comparable within a rep only. */
  readonly evidence: number;
  /** The shape that fits best, `null` where nothing stands out. */
  readonly shape: Shape | null;
  readonly questions: readonly CallBackQuestion[];
}

export type DataWarning = {
  readonly code:
    | 'single_month' // less than two months of data
    | 'short_history' // no full year before the window: season cannot be separated
    | 'future_orders' // orders on or after asOf, left out
    | 'data_gap' // a run of days without any order where some were expected
    | 'one_rep' // all customers with one rep: reps cannot be compared
    | 'no_reps' // nobody assigned
    | 'few_peers' // too few reps to calibrate by peers
    | 'one_customer_books';
  readonly facts: Readonly<Record<string, number>>;
};

export interface LeakReport {
  /** Name and version of the engine, e.g. `leak@1.0.0`; part of every stored run. */
  readonly engine: string;
  readonly asOf: number;
  /** Everything that can change the figures, so that a run can be repeated. */
  readonly parameters: Readonly<Record<string, number>>;
  /** The judged window `[from, asOf)` that seen, expected and missing refer to. */
  readonly window: { readonly from: number; readonly to: number };
  readonly warnings: readonly DataWarning[];
  readonly company: {
    readonly customers: number;
    readonly reps: number;
    readonly orders: number;
    readonly firstDay: number;
    readonly lastDay: number;
    readonly amountSeen: number;
    readonly amountExpected: Interval;
    /** Sum of what is missing at reps whose tier is `watch` or `check`, with an interval. */
    readonly missing: Interval;
    readonly trend: readonly MonthPoint[];
  };
  /** Score above which a rep is `check`: the chosen false-alarm budget; `watch` begins lower. `null`: not enough data. */
  readonly thresholds: { readonly check: number; readonly watch: number } | null;
  /** All reps, in order of checking. */
  readonly reps: readonly RepResult[];
  /** Every customer for up to `options.maxCustomers`; beyond that those with most evidence, all flagged ones first. */
  readonly customers: readonly CustomerResult[];
}

export interface LeakOptions {
  /** Only orders with day < asOf are read. */
  readonly asOf: number;
  /** False-alarm budget: expected alarms per 100 honest rep-months. Default 1. */
  readonly falseAlarmsPer100?: number;
  /** Everything before this day is taken as clean past for fitting; default: one year before `asOf`, or half of a shorter history. */
  readonly cleanUntil?: number;
  readonly maxCustomers?: number;
}
