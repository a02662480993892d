/** Which character separates the decimals; decided once per column, see `column-forms.ts`. */
export type DecimalMark = '.' | ',';

export interface AmountOptions {
  readonly decimal?: DecimalMark;
  /** Multiplies every amount, for headings such as 金额（万元）: 10000. */
  readonly unit?: number;
}

export type AmountFault = 'orders.amount_missing' | 'orders.bad_amount' | 'orders.amount_too_large';

/** A decimal number without loss: `digits` × 10^-`scale`. */
export interface Decimal {
  readonly digits: bigint;
  readonly scale: number;
}

/**
 * An amount of money in minor units (分, cents), exact; halves of a minor unit are rounded away from zero.
 *
 * Reads ¥ ￥ $ £ € and currency codes, 元, 万, 万元, 亿, thousands separators, full-width characters, scientific notation,
 * and returns written as -1, (1,234.50), 1,234- or with 红字. A lone dash is what Excel's accounting format shows for 0.
 */
export function parseAmount(text: string, options: AmountOptions = {}): number | AmountFault {
  const decimal = parseDecimal(text, options.decimal ?? '.');
  if (typeof decimal === 'string') return decimal;
  return toMinor({ digits: decimal.digits * BigInt(options.unit ?? 1), scale: decimal.scale });
}

/** Quantity × unit price in minor units, exact, rounded as `parseAmount` does. */
export function multiplyToMinor(quantity: string, unitPrice: string, options: AmountOptions = {}): number | AmountFault {
  const mark = options.decimal ?? '.';
  const count = parseDecimal(quantity, mark);
  if (typeof count === 'string') return count;
  const price = parseDecimal(unitPrice, mark);
  if (typeof price === 'string') return price;
  return toMinor({ digits: count.digits * price.digits * BigInt(options.unit ?? 1), scale: count.scale + price.scale });
}

function toMinor({ digits, scale }: Decimal): number | AmountFault {
  let minor: bigint;
  if (scale <= 2) minor = digits * 10n ** BigInt(2 - scale);
  else {
    const divisor = 10n ** BigInt(scale - 2);
    const size = digits < 0n ? -digits : digits;
    const rounded = (size * 2n + divisor) / (divisor * 2n);
    minor = digits < 0n ? -rounded : rounded;
  }
  const number = Number(minor);
  return Number.isSafeInteger(number) ? number : 'orders.amount_too_large';
}

const signs = /^(?:人民币|cny|rmb|usd|eur|gbp|hkd|jpy|us\$|hk\$|[¥$£€₤])$/i;
const money = '(?:人民币|CNY|RMB|USD|EUR|GBP|HKD|JPY|US\\$|HK\\$|[¥$£€])';
const shape = new RegExp(
  `^(?<red>\\(红字\\)|红字:?)?(?<open>\\()?(?<minus>[-+])?${money}?(?<inner>[-+])?` +
    `(?<number>[\\d.,' ]*\\d[.,]?(?:e[-+]?\\d{1,2})?)(?<unit>万|亿|千)?(?:元|圆|块)?整?${money}?(?<trail>-|CR)?(?<close>\\))?(?<after>\\(?红字\\)?)?$`,
  'i',
);

/** The number in a text, exact, with its sign and 万 or 亿 applied. */
export function parseDecimal(text: string, mark: DecimalMark): Decimal | AmountFault {
  const clean = text
    .normalize('NFKC')
    .replace(/[\s\u200b]+/g, ' ')
    .replace(/[−‒–—]/g, '-')
    .trim()
    .replace(/^'/, '');
  if (clean === '') return 'orders.amount_missing';
  const compact = clean.replace(/ /g, '');
  if (/^-+$/.test(compact) || signs.test(compact.replace(/-/g, ''))) {
    return compact.includes('-') ? { digits: 0n, scale: 0 } : 'orders.bad_amount';
  }
  const m = shape.exec(compact)?.groups;
  if (!m || (m.open === undefined) !== (m.close === undefined)) return 'orders.bad_amount';
  const minuses = [m.minus === '-', m.inner === '-', m.trail !== undefined, m.open !== undefined, (m.red ?? m.after) !== undefined];
  // Two signs contradict each other, except 红字 beside a minus: both say the same.
  if (minuses.slice(0, 4).filter(Boolean).length > 1 || (m.minus !== undefined && m.inner !== undefined)) return 'orders.bad_amount';
  const number = plainNumber(m.number!, mark);
  if (!number) return 'orders.bad_amount';
  const power = m.unit === '亿' ? 8 : m.unit === '万' ? 4 : m.unit === '千' ? 3 : 0;
  const digits = minuses.some(Boolean) ? -number.digits : number.digits;
  return { digits: digits * 10n ** BigInt(power), scale: number.scale };
}

/** Digits with correct groups of three and one decimal mark; `null` for anything else. */
function plainNumber(text: string, mark: DecimalMark): Decimal | null {
  const [mantissa = '', exponent = '0'] = text.toLowerCase().split('e');
  const group = mark === '.' ? ',' : '.';
  const parts = mantissa.split(mark);
  if (parts.length > 2) return null;
  const [whole = '', fraction = ''] = parts;
  if (!/^\d*$/.test(fraction)) return null;
  const separator = whole.includes(group) ? group : whole.includes("'") ? "'" : '';
  const groups = separator === '' ? [whole] : whole.split(separator);
  if (groups.some((g) => !/^\d*$/.test(g))) return null;
  if (groups.length > 1 && (groups[0] === '' || groups[0]!.length > 3 || groups.slice(1).some((g) => g.length !== 3))) return null;
  const digits = groups.join('') + fraction;
  if (digits === '') return null;
  const scale = fraction.length - Number(exponent);
  if (digits.length > 40 || Math.abs(scale) > 40) return null;
  return scale >= 0 ? { digits: BigInt(digits), scale } : { digits: BigInt(digits) * 10n ** BigInt(-scale), scale: 0 };
}

/** Currency that an amount names, as ISO code; `null` when it names none. ¥ is taken as CNY. */
export function currencyOf(text: string): string | null {
  const m = /人民币|CNY|RMB|USD|EUR|GBP|HKD|JPY|HK\$|US\$|[¥￥$£€元]/i.exec(text)?.[0];
  if (m === undefined) return null;
  const codes: Record<string, string> = { $: 'USD', US$: 'USD', HK$: 'HKD', '£': 'GBP', '€': 'EUR' };
  const upper = m.toUpperCase();
  return codes[upper] ?? (/^[A-Z]{3}$/.test(upper) && upper !== 'RMB' ? upper : 'CNY');
}
