import { useTranslation } from 'react-i18next';
import { formatMoney, formatNumber } from '#web/format.ts';
import { usePreferences } from '#web/preferences.ts';
import { useMay } from '#web/session.ts';
import type { LeakView } from '../schema.ts';

/** The one sentence: how many to check and what is missing. Counts of people come from the run, so finance reads it too. */
export function useHeadline(view: LeakView): string {
  const { t } = useTranslation();
  const { language } = usePreferences();
  const may = useMay();
  const { run, company } = view;
  if (run === null || company === null) return t('detection.headline.insufficient');
  if (run.check > 0) {
    return t('detection.headline.check', {
      check: formatNumber(run.check, language),
      missing: formatMoney(company.missing.mid, language),
      low: formatMoney(company.missing.low, language),
      high: formatMoney(company.missing.high, language),
    });
  }
  if (run.watch > 0) return t('detection.headline.watch', { watch: formatNumber(run.watch, language) });
  if (may('detection.see_reps') && view.reps.length === 0) return t('detection.headline.companyOnly');
  if (may('detection.see_reps') && view.reps.every((rep) => rep.tier === 'insufficient')) return t('detection.headline.insufficient');
  return t('detection.headline.none');
}
