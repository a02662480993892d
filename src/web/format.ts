/**
 * How numbers, money and times are written for people, in one place. Money arrives in whole minor units (分); a
 * Chinese reader counts in 万 and 亿, an English one in thousands.
 */
export type Language = 'zh-CN' | 'en';

const wan = 1_000_000; // minor units in 1 万 yuan
const yi = 10_000 * wan;
const day = 86_400_000;

/** `8642130` → `¥8.64 万`, in English `¥86,400`. Rounded for reading; see `exactMoney`. */
export function formatMoney(minor: number, language: Language): string {
  if (language === 'en') return `${sign(minor)}¥${readable(Math.abs(minor) / 100)}`;
  const size = Math.abs(minor);
  if (size >= yi * 0.99995) return `${sign(minor)}¥${short(size / yi)} 亿`;
  if (size >= wan * 0.99995) return `${sign(minor)}¥${short(size / wan)} 万`;
  return `${sign(minor)}¥${fixed(size / 100, language, 0)}`;
}

/** On an axis, where space counts: like `formatMoney`, in English `¥86K`, `¥1.2M`. */
export function axisMoney(minor: number, language: Language): string {
  if (language !== 'en') return formatMoney(minor, language);
  const text = new Intl.NumberFormat('en', { notation: 'compact', maximumFractionDigits: 1 }).format(Math.abs(minor) / 100);
  return `${sign(minor)}¥${text}`;
}

/** To the last 分: `¥86,400.00`. */
export function exactMoney(minor: number, language: Language): string {
  return `${sign(minor)}¥${fixed(Math.abs(minor) / 100, language, 2)}`;
}

/** Whole numbers with separators; `digits` after the point where a fraction means something. */
export function formatNumber(value: number, language: Language, digits = 0): string {
  return new Intl.NumberFormat(language, { maximumFractionDigits: digits }).format(value);
}

/** `0.123` → `12%`; below ten per cent one digit after the point. */
export function formatShare(value: number, language: Language): string {
  const digits = Math.abs(value) > 0 && Math.abs(value) < 0.0995 ? 1 : 0;
  return new Intl.NumberFormat(language, { style: 'percent', maximumFractionDigits: digits }).format(value);
}

/** A business date (`2026-03-05`), which has no time zone: `2026年3月5日`, `5 Mar 2026`. */
export function formatDate(date: string, language: Language): string {
  const [year, month, dayOfMonth] = date.split('-').map(Number);
  const at = new Date(Date.UTC(year ?? 1970, (month ?? 1) - 1, dayOfMonth ?? 1));
  return new Intl.DateTimeFormat(language === 'en' ? 'en-GB' : language, {
    year: 'numeric',
    month: language === 'en' ? 'short' : 'long',
    day: 'numeric',
    timeZone: 'UTC',
  }).format(at);
}

/** `2026-03` → `2026年3月`, `Mar 2026`. */
export function formatMonth(month: string, language: Language): string {
  const [year, number] = month.split('-').map(Number);
  const at = new Date(Date.UTC(year ?? 1970, (number ?? 1) - 1, 1));
  return new Intl.DateTimeFormat(language === 'en' ? 'en-GB' : language, {
    year: 'numeric',
    month: language === 'en' ? 'short' : 'long',
    timeZone: 'UTC',
  }).format(at);
}

/** A moment as people say it: `现在`, `14分钟前`, `昨天 14:20`, `3 天前`, then the date. Local time zone. */
export function formatWhen(iso: string, language: Language, now: Date = new Date()): string {
  const at = new Date(iso);
  const minutes = Math.floor((now.getTime() - at.getTime()) / 60_000);
  const relative = new Intl.RelativeTimeFormat(language, { numeric: 'auto' });
  if (minutes < 1 && minutes > -1) return relative.format(0, 'second');
  if (minutes >= 1 && minutes < 60) return relative.format(-minutes, 'minute');
  const nights = nightsBetween(at, now);
  const clock = new Intl.DateTimeFormat(language, { hour: '2-digit', minute: '2-digit', hour12: false }).format(at);
  if (nights === 0 || nights === 1) return `${relative.format(-nights, 'day')} ${clock}`;
  if (nights > 1 && nights < 7) return relative.format(-nights, 'day');
  return new Intl.DateTimeFormat(language === 'en' ? 'en-GB' : language, { year: 'numeric', month: 'short', day: 'numeric' }).format(at);
}

/** The moment to the second, for the hover. */
export function exactWhen(iso: string, language: Language): string {
  return new Intl.DateTimeFormat(language === 'en' ? 'en-GB' : language, { dateStyle: 'long', timeStyle: 'medium' }).format(new Date(iso));
}

/** `1536000` → `1.5 MB`. */
export function formatBytes(bytes: number, language: Language): string {
  const units = ['B', 'KB', 'MB', 'GB'];
  const step = bytes < 1 ? 0 : Math.min(3, Math.floor(Math.log(bytes) / Math.log(1024)));
  return `${formatNumber(bytes / 1024 ** step, language, step > 1 ? 1 : 0)} ${units[step]}`;
}

function nightsBetween(from: Date, to: Date): number {
  const start = new Date(from.getFullYear(), from.getMonth(), from.getDate());
  const end = new Date(to.getFullYear(), to.getMonth(), to.getDate());
  return Math.round((end.getTime() - start.getTime()) / day);
}

function sign(value: number): string {
  return value < 0 ? '−' : '';
}

/** Whole below ten thousand, above three significant digits: the rest is noise in an estimate. */
function readable(value: number): string {
  const options = value < 10_000 ? { maximumFractionDigits: 0 } : { maximumSignificantDigits: 3 };
  return new Intl.NumberFormat('en', options).format(value);
}

/** Three significant digits: 8.64, 86.4, 864. */
function short(value: number): string {
  const digits = value < 9.995 ? 2 : value < 99.95 ? 1 : 0;
  return new Intl.NumberFormat('zh-CN', { maximumFractionDigits: digits }).format(value);
}

function fixed(value: number, language: Language, digits: number): string {
  return new Intl.NumberFormat(language, { minimumFractionDigits: digits, maximumFractionDigits: digits }).format(value);
}
