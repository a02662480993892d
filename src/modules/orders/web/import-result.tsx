import { useNavigate } from '@tanstack/react-router';
import { Alert, Button, Grid, Table, type TableColumnsType } from 'antd';
import { useTranslation } from 'react-i18next';
import { useStartRun } from '#modules/detection/web/run-bar.tsx';
import { formatNumber } from '#web/format.ts';
import { usePreferences } from '#web/preferences.ts';
import { problemText } from '#web/problem-text.ts';
import { useMay } from '#web/session.ts';
import { Figure, FigureRow } from '#web/ui/figures.tsx';
import { Panel } from '#web/ui/page.tsx';
import { importText } from '../import/texts.ts';
import type { Import, RowError } from '../schema.ts';

/** What came of it, in numbers that add up, and the next step. */
export function ImportResult({ one }: { readonly one: Import }) {
  const { t } = useTranslation();
  const { language } = usePreferences();
  const may = useMay();
  const navigate = useNavigate();
  const start = useStartRun(() => void navigate({ to: '/leak' }));
  const number = (value: number) => formatNumber(value, language);
  return (
    <Panel
      title={t('orders.detail.figures')}
      extra={
        may('detection.run') ? (
          <Button type="primary" loading={start.isPending} onClick={() => start.mutate({})}>
            {t('orders.detail.runCheck')}
          </Button>
        ) : (
          may('detection.see_company') && <Button onClick={() => void navigate({ to: '/leak' })}>{t('orders.detail.toResult')}</Button>
        )
      }
    >
      {start.error !== null && <Alert type="error" showIcon title={problemText(start.error)} className="gap-below" />}
      <FigureRow>
        <Figure strong label={t('orders.detail.rowsAdded')} value={number(one.rowsAdded)} />
        <Figure label={t('orders.detail.rowsKnown')} value={number(one.rowsKnown)} />
        <Figure label={t('orders.detail.rowsBad')} value={number(one.rowsBad)} />
        <Figure label={t('orders.detail.rowsSkipped')} value={number(one.rowsSkipped)} />
        <Figure label={t('orders.detail.total')} value={number(one.rowsTotal)} />
        <Figure label={t('orders.detail.customersAdded')} value={number(one.customersAdded)} />
        <Figure label={t('orders.detail.repsAdded')} value={number(one.repsAdded)} />
      </FigureRow>
    </Panel>
  );
}

/** Bad rows with row number, column, reason and original text; all of them in the download. */
export function ErrorTable({ one, errors }: { readonly one: Import; readonly errors: readonly RowError[] }) {
  const { t } = useTranslation();
  const { language } = usePreferences();
  const narrow = Grid.useBreakpoint().md === false;
  const columns: TableColumnsType<RowError> = [
    { title: t('orders.detail.row'), key: 'row', width: 90, align: 'right', render: (_, error) => formatNumber(error.row, language) },
    { title: t('orders.detail.errorColumn'), key: 'column', width: 140, render: (_, error) => error.column },
    { title: t('orders.detail.reason'), key: 'reason', render: (_, error) => importText(error.code, language, { ...error }) },
    { title: t('orders.detail.value'), key: 'value', render: (_, error) => <code className="raw-value">{error.value}</code> },
  ];
  // The answer holds the first 200.
  const more = errors.length >= 200;
  return (
    <Panel
      flush
      title={t('orders.detail.errors')}
      note={more ? t('orders.detail.errorsMore', { shown: formatNumber(errors.length, language) }) : t('orders.detail.errorsNote')}
      extra={
        <Button href={`/api/imports/${encodeURIComponent(one.id)}/errors.csv`} download>
          {t('orders.detail.download')}
        </Button>
      }
    >
      {narrow ? (
        <ul className="row-cards">
          {errors.map((error) => (
            <li key={rowKey(error)} className="row-card">
              <strong>{importText(error.code, language, { ...error })}</strong>
              <span className="sub">
                {t('orders.detail.row')} {formatNumber(error.row, language)} · {error.column}
              </span>
            </li>
          ))}
        </ul>
      ) : (
        <Table<RowError>
          rowKey={rowKey}
          size="small"
          columns={columns}
          dataSource={[...errors]}
          pagination={errors.length > 20 ? { pageSize: 20, showSizeChanger: false } : false}
        />
      )}
    </Panel>
  );
}

function rowKey(error: RowError): string {
  return `${error.row}|${error.column ?? ''}|${error.code}`;
}
