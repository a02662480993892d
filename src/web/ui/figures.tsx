import { Tooltip } from 'antd';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { exactMoney, exactWhen, formatMoney, formatWhen } from '../format.ts';
import { usePreferences } from '../preferences.ts';

/** Money as people read it, the exact value on hover. `value` in minor units. */
export function Money({ value }: { readonly value: number }) {
  const { language } = usePreferences();
  return (
    <Tooltip title={exactMoney(value, language)}>
      <span className="number">{formatMoney(value, language)}</span>
    </Tooltip>
  );
}

/** `¥1.2 万 到 ¥3.4 万` */
export function MoneyRange({ low, high }: { readonly low: number; readonly high: number }) {
  const { t } = useTranslation();
  const { language } = usePreferences();
  return (
    <Tooltip title={t('common.to', { low: exactMoney(low, language), high: exactMoney(high, language) })}>
      <span className="number">{t('common.to', { low: formatMoney(low, language), high: formatMoney(high, language) })}</span>
    </Tooltip>
  );
}

/** A moment as people say it, to the second on hover. */
export function When({ at }: { readonly at: string }) {
  const { language } = usePreferences();
  return (
    <Tooltip title={exactWhen(at, language)}>
      <time dateTime={at}>{formatWhen(at, language)}</time>
    </Tooltip>
  );
}

interface FigureProps {
  readonly label: string;
  readonly value: ReactNode;
  readonly note?: ReactNode;
  readonly strong?: boolean;
}

/** One labelled number in a row of numbers. */
export function Figure({ label, value, note, strong = false }: FigureProps) {
  return (
    <div className="figure">
      <dt className="figure-label">{label}</dt>
      <dd className={strong ? 'figure-value figure-strong' : 'figure-value'}>{value}</dd>
      {note !== undefined && <dd className="figure-note">{note}</dd>}
    </div>
  );
}

export function FigureRow({ children }: { readonly children: ReactNode }) {
  return <dl className="figure-row">{children}</dl>;
}
