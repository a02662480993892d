/**
 * Which number is what in dates like 3/5/2024, or 24/3/5 (`ymd`: a year of two digits comes first); decided once per
 * column, see `column-forms.ts`. Dates that begin with four digits need no order.
 */
export type DateOrder = 'dmy' | 'mdy' | 'ymd';

export interface DateOptions {
  readonly order?: DateOrder;
  /** Excel's serial numbers count from 1904 (old Mac workbooks) instead of 1900. */
  readonly date1904?: boolean;
  /** Time zone whose business day counts for times with an offset, IANA name. Default Asia/Shanghai. */
  readonly timeZone?: string;
}

export type DateFault = 'orders.date_missing' | 'orders.bad_date' | 'orders.date_out_of_range';

/** Orders before 1980 or after 2099 are typing errors, placeholders (1900-01-00) or another column's numbers. */
export const firstDay = daysFromCivil(1980, 1, 1);
export const lastDay = daysFromCivil(2099, 12, 31);

/**
 * Whole days since 1970-01-01 of a date as people and programs write it, or why it is none:
 * 2024-03-05 · 2024/3/5 · 2024.3.5 · 20240305 · 2024年3月5日 · 5/3/2024 and 3/5/2024 by `order` (default mdy, as Excel in
 * English writes) · 05-Mar-2024 · March 5, 2024 · any of them with a time, ISO with Z or an offset · Excel serials
 * (45356, 45356.5), also as digits in a text · full-width digits.
 */
export function parseDate(value: string | number, options: DateOptions = {}): number | DateFault {
  if (typeof value === 'number') return fromSerial(value, options.date1904 ?? false);
  const text = plain(value);
  if (text === '' || text === '-' || text === '/') return 'orders.date_missing';
  return inRange(parseText(text, options));
}

function parseText(text: string, options: DateOptions): number | DateFault {
  let m = /^(\d{4})([-/.])(\d{1,2})\2(\d{1,2})(?:[T ]+(.*))?$/i.exec(text);
  if (m) return withTime(civil(m[1], m[3], m[4]), m[5], options);
  m = /^(\d{4})年(\d{1,2})月(\d{1,2})(?:[日号](.*))?$/.exec(text);
  if (m) return withTime(civil(m[1], m[2], m[3]), m[4], options);
  m = /^(\d{4})(\d{2})(\d{2})(?:[T ]?(\d{6}|\d{2}:\d{2}.*|\d{6}(?:Z|[+-]\d{2}:?\d{2})))?$/i.exec(text);
  if (m) return withTime(civil(m[1], m[2], m[3]), m[4], options);
  m = /^(\d{1,2})([-/.])(\d{1,2})\2(\d{4}|\d{1,2})(?:[T ,]+(.*))?$/i.exec(text);
  if (m) {
    if (options.order === 'ymd' && m[4]!.length <= 2) return withTime(civil(fullYear(m[1]!), m[3], m[4]), m[5], options);
    if (m[4]!.length === 1) return 'orders.bad_date';
    const [day, month] = options.order === 'dmy' ? [m[1], m[3]] : [m[3], m[1]];
    return withTime(civil(fullYear(m[4]!), month, day), m[5], options);
  }
  m = /^(\d{1,2})[- /.]?([a-z]{3,9})\.?[- /.,]*(\d{4}|\d{2})(?:[T ,]+(.*))?$/i.exec(text);
  if (m) return withTime(civil(fullYear(m[3]!), monthNamed(m[2]!), m[1]), m[4], options);
  m = /^([a-z]{3,9})\.? (\d{1,2})(?:st|nd|rd|th)?,? (\d{4})(?:[T ,]+(.*))?$/i.exec(text);
  if (m) return withTime(civil(m[3], monthNamed(m[1]!), m[2]), m[4], options);
  if (/^\d{5}(?:\.\d+)?$/.test(text)) return fromSerial(Number(text), options.date1904 ?? false);
  return 'orders.bad_date';
}

/**
 * Day of an Excel serial number. The 1900 system counts a 29 February 1900 that never was (Lotus 1-2-3 did), so serials
 * from 61 on are one too high; all days that are accepted here lie behind it.
 */
function fromSerial(serial: number, date1904: boolean): number | DateFault {
  if (!Number.isFinite(serial)) return 'orders.bad_date';
  const whole = Math.floor(serial);
  return inRange(whole + (date1904 ? daysFromCivil(1904, 1, 1) : daysFromCivil(1899, 12, 30)));
}

function inRange(day: number | DateFault): number | DateFault {
  if (typeof day !== 'number') return day;
  return day < firstDay || day > lastDay ? 'orders.date_out_of_range' : day;
}

/** Days since 1970-01-01 of a day that exists, else a fault. */
function civil(year: string | undefined, month: string | number | undefined, day: string | undefined): number | DateFault {
  const y = Number(year);
  const m = Number(month);
  const d = Number(day);
  return isRealDate(y, m, d) ? daysFromCivil(y, m, d) : 'orders.bad_date';
}

export function isRealDate(year: number, month: number, day: number): boolean {
  return month >= 1 && month <= 12 && day >= 1 && day <= daysInMonth(year, month);
}

function daysInMonth(year: number, month: number): number {
  if (month === 2) return (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0 ? 29 : 28;
  return month === 4 || month === 6 || month === 9 || month === 11 ? 30 : 31;
}

/**
 * Days since 1970-01-01 in the proleptic Gregorian calendar; month 1..12.
 * @source Howard Hinnant, "chrono-compatible low-level date algorithms", days_from_civil
 */
export function daysFromCivil(year: number, month: number, day: number): number {
  const y = month <= 2 ? year - 1 : year;
  const era = Math.floor(y / 400);
  const yearOfEra = y - era * 400;
  const dayOfYear = Math.floor((153 * (month + (month > 2 ? -3 : 9)) + 2) / 5) + day - 1;
  return era * 146097 + yearOfEra * 365 + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100) + dayOfYear - 719468;
}

const timePattern =
  /^(?:(上午|下午|am|pm) *)?(\d{1,2})(?::?(\d{2})(?::?(\d{2})(?:[.,]\d{1,9})?)?|[时点](?:(\d{1,2})分?(?:(\d{1,2})秒?)?)?) *(am|pm)? *(z|utc|gmt|[+-]\d{2}(?::?\d{2})?)?$/i;

/** The day itself, or, when the time carries an offset, the day it is at that moment in the company's time zone. */
function withTime(day: number | DateFault, time: string | undefined, options: DateOptions): number | DateFault {
  if (typeof day !== 'number') return day;
  // Weekdays, as in 2024年3月5日 星期二, say nothing new.
  const rest = (time ?? '').replace(/^ *(?:星期|周|礼拜)[一二三四五六日天]/, '').trim();
  if (rest === '') return day;
  const m = timePattern.exec(rest);
  if (!m) return 'orders.bad_date';
  const half = (m[1] ?? m[7] ?? '').toLowerCase();
  let hour = Number(m[2]);
  if (half !== '' && hour > 12) return 'orders.bad_date';
  if ((half === 'pm' || half === '下午') && hour < 12) hour += 12;
  if (half === 'am' && hour === 12) hour = 0;
  const minute = Number(m[3] ?? m[5] ?? 0);
  const second = Number(m[4] ?? m[6] ?? 0);
  if (hour > 24 || minute > 59 || second > 60 || (hour === 24 && minute + second > 0)) return 'orders.bad_date';
  if (m[8] === undefined) return day;
  const utc = day * 86_400_000 + (hour * 60 + minute - offsetMinutes(m[8])) * 60_000 + second * 1000;
  return dayInZone(utc, options.timeZone ?? 'Asia/Shanghai');
}

function offsetMinutes(offset: string): number {
  const m = /^([+-])(\d{2}):?(\d{2})?$/.exec(offset);
  if (!m) return 0;
  return (m[1] === '-' ? -1 : 1) * (Number(m[2]) * 60 + Number(m[3] ?? 0));
}

const zoneFormats = new Map<string, Intl.DateTimeFormat>();

function dayInZone(utc: number, timeZone: string): number {
  let format = zoneFormats.get(timeZone);
  if (!format) {
    format = new Intl.DateTimeFormat('en-CA', { timeZone, year: 'numeric', month: '2-digit', day: '2-digit' });
    zoneFormats.set(timeZone, format);
  }
  const [year, month, day] = format.format(utc).split('-').map(Number);
  return daysFromCivil(year!, month!, day!);
}

const monthNames = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];
const longMonthNames = [
  'january',
  'february',
  'march',
  'april',
  'may',
  'june',
  'july',
  'august',
  'september',
  'october',
  'november',
  'december',
];

function monthNamed(name: string): number {
  const lower = name.toLowerCase();
  if (lower === 'sept') return 9;
  return Math.max(monthNames.indexOf(lower), longMonthNames.indexOf(lower)) + 1;
}

/** Excel's own rule for years of two digits: 00–29 are this century. */
function fullYear(year: string): string {
  if (year.length === 4) return year;
  if (year.length === 1) return `200${year}`;
  return (Number(year) < 30 ? '20' : '19') + year;
}

/** Half-width, single spaces, no apostrophe that keeps Excel from converting a text. */
function plain(text: string): string {
  return text.normalize('NFKC').replace(/\s+/g, ' ').trim().replace(/^'/, '');
}
