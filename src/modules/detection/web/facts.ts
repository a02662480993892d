import { formatDate, formatNumber, formatShare, type Language } from '#web/format.ts';

const shares = new Set(['change', 'share']);
const dayNumbers = new Set(['from', 'to', 'day', 'since']);

/** Numbers of a warning or check as the text shows them: shares in per cent, day numbers as dates. */
export function factTexts(facts: Readonly<Record<string, number>>, language: Language): Record<string, string> {
  return Object.fromEntries(
    Object.entries(facts).map(([name, value]) => {
      if (shares.has(name)) return [name, `${name === 'change' && value > 0 ? '+' : ''}${formatShare(value, language)}`];
      if (dayNumbers.has(name)) return [name, formatDate(new Date(value * 86_400_000).toISOString().slice(0, 10), language)];
      return [name, formatNumber(value, language, 1)];
    }),
  );
}
