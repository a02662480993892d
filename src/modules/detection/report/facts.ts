import { detection as english } from '#i18n/en/detection.ts';
import { detection as chinese, type Texts } from '#i18n/zh-CN/detection.ts';
import { dateOfDay } from '#shared/days.ts';
import type { InnocentCheck, LeakView } from '../schema.ts';
import { type Language, changeText, fill, moneyText, numberText, shareText } from './format.ts';

export type DetectionTexts = Texts<typeof chinese>;

export function detectionTexts(language: Language): DetectionTexts {
  return language === 'en' ? english : chinese;
}

/**
 * How each fact of a warning or check is written. Facts are plain numbers with the same name in every code: changes
 * and shares are fractions, `from` and the like are days since 1970-01-01, amounts are major currency units.
 */
const FACT_KINDS: Readonly<Record<string, (value: number, language: Language) => string>> = {
  change: changeText,
  share: shareText,
  from: dateOfDay,
  to: dateOfDay,
  day: dateOfDay,
  amount: (value, language) => moneyText(Math.round(value * 100), language),
};

/** Facts as text, ready for `fill` or for any other formatter of `{name}`. */
export function factTexts(facts: Readonly<Record<string, number>>, language: Language): Record<string, string> {
  return Object.fromEntries(
    Object.entries(facts).map(([name, value]) => [name, FACT_KINDS[name]?.(value, language) ?? numberText(value, value < 10 ? 1 : 0)]),
  );
}

export function warningText(warning: LeakView['warnings'][number], language: Language): string {
  const texts: Readonly<Record<string, string>> = detectionTexts(language).warning;
  return fill(texts[warning.code] ?? warning.code, factTexts(warning.facts, language));
}

/** Title, result and sentence of an innocent explanation. */
export function checkText(check: InnocentCheck, language: Language): { title: string; result: string; sentence: string } {
  const texts = detectionTexts(language);
  const known: Readonly<Record<string, Record<InnocentCheck['result'] | 'title', string>>> = texts.check;
  const text = known[check.code];
  return {
    title: text?.title ?? check.code,
    result: texts.checkResult[check.result],
    sentence: text ? fill(text[check.result], factTexts(check.facts, language)) : '',
  };
}

export function insufficientText(reason: string | null, language: Language): string {
  const texts: Readonly<Record<string, string>> = detectionTexts(language).insufficient;
  return reason === null ? '' : (texts[reason] ?? reason);
}

export function questionText(code: string, language: Language): string {
  const texts: Readonly<Record<string, string>> = detectionTexts(language).question;
  return texts[code] ?? code;
}
