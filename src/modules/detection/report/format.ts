/** How the terminal and the mailed report write figures. Amounts arrive in whole minor units (分). */
export type Language = 'zh-CN' | 'en';

const WAN = 1_000_000;
const YI = 10_000 * WAN;

/** `8640000` → `¥8.64 万`, in English `¥86,400`. */
export function moneyText(minor: number, language: Language): string {
  const sign = minor < 0 ? '−' : '';
  const size = Math.abs(minor);
  if (language === 'zh-CN' && size >= YI * 0.99995) return `${sign}¥${short(size / YI)} 亿`;
  if (language === 'zh-CN' && size >= WAN * 0.99995) return `${sign}¥${short(size / WAN)} 万`;
  return `${sign}¥${grouped(Math.round(size / 100))}`;
}

/** Whole numbers with separators, or as many digits as asked for. */
export function numberText(value: number, digits = 0): string {
  const factor = 10 ** digits;
  return `${value < 0 ? '−' : ''}${grouped(Math.round(Math.abs(value) * factor) / factor)}`;
}

/** `.123` → `12%`; one digit after the point below ten per cent. */
export function shareText(value: number): string {
  const digits = value !== 0 && Math.abs(value) < 0.0995 ? 1 : 0;
  return `${numberText(value * 100, digits)}%`;
}

/** A change is written with its direction: `+3.1%`, `−12%`. */
export function changeText(value: number): string {
  return value > 0 ? `+${shareText(value)}` : shareText(value);
}

/**
 * Fills `{name}` in a text. A value that is not known leaves `—`, so that a reader never sees a bare placeholder.
 */
export function fill(text: string, values: Readonly<Record<string, string | number>>): string {
  return text.replace(/\{(\w+)\}/g, (_, name: string) => {
    const value = values[name];
    return value === undefined ? '—' : String(value);
  });
}

/** Three significant digits. */
function short(value: number): string {
  return grouped(Number(value.toFixed(value < 9.995 ? 2 : value < 99.95 ? 1 : 0)));
}

/** Separators by hand: the same text whatever locale data the machine has. */
function grouped(value: number): string {
  const [whole, fraction] = String(value).split('.') as [string, string?];
  const parted = whole.replace(/\B(?=(\d{3})+$)/g, ',');
  return fraction === undefined ? parted : `${parted}.${fraction}`;
}
