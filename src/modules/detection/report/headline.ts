import type { LeakView, RepFigures } from '../schema.ts';
import { detectionTexts } from './facts.ts';
import { type Language, fill, moneyText } from './format.ts';

/** The one sentence that a busy reader needs. */
export function headlineText(view: LeakView, language: Language): string {
  const { headline } = detectionTexts(language);
  const count = (tier: RepFigures['tier']) => view.reps.filter((rep) => rep.tier === tier).length;
  if (view.reps.length === 0) return headline.companyOnly;
  if (view.company && count('check') > 0) {
    const { low, mid, high } = view.company.missing;
    return fill(headline.check, {
      check: count('check'),
      missing: moneyText(mid, language),
      low: moneyText(low, language),
      high: moneyText(high, language),
    });
  }
  if (count('watch') > 0) return fill(headline.watch, { watch: count('watch') });
  return count('none') > 0 ? headline.none : headline.insufficient;
}

/** The shape that explains most of a rep's change, `null` where nothing stands out. */
export function mainShape(shapes: RepFigures['shapes']): keyof RepFigures['shapes'] | null {
  const [first] = (['thin', 'capture', 'shave'] as const).toSorted((a, b) => shapes[b] - shapes[a]);
  return first !== undefined && shapes[first] > 0 ? first : null;
}
