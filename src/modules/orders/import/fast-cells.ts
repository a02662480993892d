import { daysFromCivil, isRealDate, type DateOrder } from './dates.ts';

/**
 * The common spellings of dates and amounts read straight from bytes, without making a string. Everything else is left
 * to `dates.ts` and `amounts.ts`, which give the same answers slowly; a property test compares them.
 */

const firstYear = 1980;
const years = 120;
/** Day number per year, month and day of the month; `notADay` where there is none. */
const calendar = new Int32Array(years * 12 * 31);
const notADay = -2147483648;
for (let index = 0; index < calendar.length; index++) {
  const year = firstYear + Math.floor(index / 372);
  const month = Math.floor((index % 372) / 31) + 1;
  const day = (index % 31) + 1;
  calendar[index] = isRealDate(year, month, day) ? daysFromCivil(year, month, day) : notADay;
}

/** What `fastDay` and `fastMinor` answer when the slow reader must look. */
export const unsure = Number.NaN;

function dayOf(year: number, month: number, day: number): number {
  const y = year - firstYear;
  if (y < 0 || y >= years || month < 1 || month > 12 || day < 1 || day > 31) return unsure;
  const found = calendar[y * 372 + (month - 1) * 31 + day - 1]!;
  return found === notADay ? unsure : found;
}

/** 2024-03-05, 2024/3/5, 2024.3.5, 20240305, and 5/3/2024 when `order` tells how; each also with 14:20 or 14:20:33 behind. */
export function fastDay(bytes: Uint8Array, start: number, end: number, order: DateOrder | null): number {
  let at = start;
  let number = 0;
  while (at < end && at - start < 9) {
    const c = bytes[at]! - 48;
    if (c < 0 || c > 9) break;
    number = number * 10 + c;
    at++;
  }
  const digits = at - start;
  if (digits === 8) {
    return at === end ? dayOf(Math.floor(number / 10000), Math.floor(number / 100) % 100, number % 100) : unsure;
  }
  if ((digits !== 4 && (digits > 2 || digits === 0)) || at >= end) return unsure;
  const separator = bytes[at]!;
  // - . /
  if (separator < 45 || separator > 47) return unsure;
  const middleStart = ++at;
  let middle = 0;
  for (; at < end; at++) {
    const c = bytes[at]! - 48;
    if (c < 0 || c > 9) break;
    middle = middle * 10 + c;
  }
  if (at === middleStart || at - middleStart > 2 || at >= end || bytes[at] !== separator) return unsure;
  const lastStart = ++at;
  let last = 0;
  for (; at < end; at++) {
    const c = bytes[at]! - 48;
    if (c < 0 || c > 9) break;
    last = last * 10 + c;
  }
  const lastDigits = at - lastStart;
  if (at < end && !isPlainTime(bytes, at, end)) return unsure;
  if (digits === 4) return lastDigits >= 1 && lastDigits <= 2 ? dayOf(number, middle, last) : unsure;
  if (order === null || order === 'ymd' || lastDigits !== 4) return unsure;
  return order === 'dmy' ? dayOf(last, middle, number) : dayOf(last, number, middle);
}

/** ` 8:26`, `T14:20`, ` 14:20:33`, without offset. */
function isPlainTime(bytes: Uint8Array, start: number, end: number): boolean {
  if (bytes[start] !== 32 && bytes[start] !== 84) return false;
  let part = 0;
  let digits = 0;
  let value = 0;
  for (let at = start + 1; at <= end; at++) {
    const c = at === end ? 58 : bytes[at]!;
    if (c === 58) {
      if (digits === 0 || digits > 2 || value > (part === 0 ? 23 : 59) || (part > 0 && digits !== 2)) return false;
      part++;
      digits = 0;
      value = 0;
    } else if (c >= 48 && c <= 57) {
      value = value * 10 + c - 48;
      digits++;
    } else return false;
  }
  return part === 2 || part === 3;
}

/** Digits and scale of the last `fastNumber`: the number is `numberDigits` / 10^`numberScale`. */
export let numberDigits = 0;
export let numberScale = 0;

/** Plain numbers such as -1234.5 with at most 15 digits; fills `numberDigits` and `numberScale`. */
export function fastNumber(bytes: Uint8Array, start: number, end: number, mark: number): boolean {
  let at = start;
  const negative = bytes[at] === 45;
  if (negative) at++;
  if (end - at > 16 || at >= end) return false;
  let value = 0;
  let markAt = -1;
  for (; at < end; at++) {
    const c = bytes[at]!;
    if (c >= 48 && c <= 57) value = value * 10 + c - 48;
    else if (c === mark && markAt < 0) markAt = at;
    else return false;
  }
  if (value > 999_999_999_999_999 || (markAt >= 0 && end - start - (negative ? 1 : 0) === 1)) return false;
  numberDigits = negative ? -value : value;
  numberScale = markAt < 0 ? 0 : end - markAt - 1;
  return true;
}

const powers = Array.from({ length: 17 }, (_, n) => 10 ** n);

/** `digits` / 10^`scale` in minor units, halves away from zero; `unsure` beyond 2^53. */
export function roundToMinor(digits: number, scale: number): number {
  if (scale <= 2) {
    const minor = digits * powers[2 - scale]!;
    return Number.isSafeInteger(minor) ? minor : unsure;
  }
  if (!Number.isSafeInteger(digits) || scale > 17) return unsure;
  const divisor = powers[scale - 2]!;
  const size = digits < 0 ? -digits : digits;
  const rest = size % divisor;
  const minor = (size - rest) / divisor + (rest * 2 >= divisor ? 1 : 0);
  return digits < 0 ? -minor : minor;
}

export function fastMinor(bytes: Uint8Array, start: number, end: number, mark: number): number {
  return fastNumber(bytes, start, end, mark) ? roundToMinor(numberDigits, numberScale) : unsure;
}
