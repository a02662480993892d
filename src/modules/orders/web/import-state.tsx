import { Progress } from 'antd';
import { useTranslation } from 'react-i18next';
import { formatNumber } from '#web/format.ts';
import { usePreferences } from '#web/preferences.ts';
import type { Import } from '../schema.ts';
import { isRunning } from './queries.ts';

/** Where an import stands, with progress while it is read. */
export function ImportState({ one }: { readonly one: Import }) {
  const { t } = useTranslation();
  if (isRunning(one))
    return (
      <Progress
        percent={Math.round(one.progress * 100)}
        size="small"
        className="list-progress"
        aria-label={t(`orders.status.${one.status}`)}
      />
    );
  return <span className={`state state-${one.status}`}>{t(`orders.status.${one.status}`)}</span>;
}

/** What a finished import brought, in a few words. */
export function ImportCounts({ one }: { readonly one: Import }) {
  const { t } = useTranslation();
  const { language } = usePreferences();
  if (one.status !== 'done') return null;
  const parts = [
    t('orders.added', { number: formatNumber(one.rowsAdded, language) }),
    one.rowsKnown > 0 && t('orders.known', { number: formatNumber(one.rowsKnown, language) }),
    one.rowsBad > 0 && t('orders.bad', { number: formatNumber(one.rowsBad, language) }),
  ].filter((part) => part !== false);
  return <>{parts.join(' · ')}</>;
}
