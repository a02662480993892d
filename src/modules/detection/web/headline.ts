import { useTranslation } from 'react-i18next';
import { formatMoney, formatNumber } from '#web/format.ts';
import { usePreferences } from '#web/preferences.ts';
import { useMay } from '#web/session.ts';
import type { LeakView } from '../schema.ts';

/** The one sentence: how many to check and what is missing; for those who see no reps, company figures only. */
export function useHeadline(view: LeakView): string {
  const { t } = useTranslation();
  const { language } = usePreferences();
  const may = useMay();
  const { run, company } = view;
  if (run === null || company === null) return t('detection.headline.insufficient');
  if (!may('detection.see_reps')) {
    return t('leak.companySentence', {
      expected: formatMoney(company.amountExpected.mid, language),
      seen: formatMoney(company.amountSeen, language),
    });
  }
  if (run.check > 0) {
    return t('detection.headline.check', {
      check: formatNumber(run.check, language),
      missing: formatMoney(company.missing.mid, language),
      low: formatMoney(company.missing.low, language),
      high: formatMoney(company.missing.high, language),
    });
  }
  if (run.watch > 0) return t('detection.headline.watch', { watch: formatNumber(run.watch, language) });
  if (view.reps.length === 0) return t('detection.headline.companyOnly');
  if (view.reps.every((rep) => rep.tier === 'insufficient')) return t('detection.headline.insufficient');
  return t('detection.headline.none');
}
