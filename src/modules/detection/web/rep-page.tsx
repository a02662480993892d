import { useQuery } from '@tanstack/react-query';
import { getRouteApi, Link } from '@tanstack/react-router';
import { Button, Segmented, Watermark } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useCodeText } from '#web/code-text.ts';
import { formatDate, formatMoney, formatNumber, formatShare } from '#web/format.ts';
import { usePreferences } from '#web/preferences.ts';
import { Figure, FigureRow, Money, MoneyRange } from '#web/ui/figures.tsx';
import { usePageMark } from '#web/ui/page-mark.ts';
import { Page, Panel } from '#web/ui/page.tsx';
import { QueryView } from '#web/ui/states.tsx';
import type { LeakView, RepFigures, RepView } from '../schema.ts';
import { CustomerTable } from './customer-table.tsx';
import { ChecksList, LimitsPanel } from './explain.tsx';
import { mainShape, ShapesList } from './marks.tsx';
import { customersQuery, repQuery, reportFile, reportQuery } from './queries.ts';
import { TierTag } from './tier-tag.tsx';
import { TrendChart } from './trend-chart.tsx';

const route = getRouteApi('/shell/leak/reps/$personId');
const shown = 10;

/** One sales rep: what was expected and seen, how it became less, what may explain it, whom to ask. */
export function RepPage() {
  const { personId } = route.useParams();
  const { run } = route.useSearch();
  const view = useQuery(repQuery(personId, run));
  const mark = usePageMark();
  return (
    <Watermark {...mark}>
      <QueryView query={view}>{(data) => <RepResult view={data} runInAddress={run} />}</QueryView>
    </Watermark>
  );
}

function RepResult({ view, runInAddress }: { readonly view: RepView; readonly runInAddress: string | undefined }) {
  const { t } = useTranslation();
  const { language } = usePreferences();
  const { rep, run } = view;
  const window = useQuery(reportQuery(runInAddress)).data?.window ?? null;
  const search = runInAddress === undefined ? {} : { run: runInAddress };
  return (
    <Page
      title={rep.name}
      mark={
        <>
          <TierTag tier={rep.tier} />
          {rep.region !== null && <span className="muted">{rep.region}</span>}
        </>
      }
      sentence={<Sentence rep={rep} />}
      note={t('leak.rep.note', {
        customers: formatNumber(rep.customers, language),
        orders: formatNumber(rep.ordersSeen, language),
        from: window === null ? '' : formatDate(window.from, language),
        to: formatDate(window?.to ?? run.asOf, language),
      })}
      actions={
        <>
          <Link to="/leak/customers" search={{ ...search, rep: rep.id, sort: 'evidence' }}>
            <Button type="primary">{t('leak.rep.toCustomers')}</Button>
          </Link>
          <Button href={reportFile(run.id, language)} download>
            {t('leak.download')}
          </Button>
          <Link to="/leak" search={search}>
            <Button type="text">{t('leak.rep.otherReps')}</Button>
          </Link>
        </>
      }
    >
      <TrendPanel rep={rep} window={window} />
      <div className="columns">
        <div className="stack">
          <Panel title={t('leak.rep.shapesPanel')} note={t('leak.rep.shapesNote')}>
            {mainShape(rep) === null ? <p className="muted">{t('leak.noShapes')}</p> : <ShapesList rep={rep} />}
          </Panel>
          <Panel title={t('leak.rep.lowerPanel')}>
            <ul className="plain-list">
              {(['callBack', 'reasons', 'orders', 'handOver', 'data'] as const).map((key) => (
                <li key={key}>{t(`detection.lower.${key}`)}</li>
              ))}
            </ul>
          </Panel>
        </div>
        <Panel title={t('leak.rep.checksPanel')} note={t('leak.rep.checksNote')}>
          <ChecksList checks={rep.checks} />
        </Panel>
      </div>
      <RepCustomers rep={rep} run={runInAddress} />
      <LimitsPanel budget={run.parameters['falseAlarmsPer100'] ?? 1} withTiers />
    </Page>
  );
}

function Sentence({ rep }: { readonly rep: RepFigures }) {
  const { t } = useTranslation();
  const codeText = useCodeText();
  const { language } = usePreferences();
  if (rep.tier === 'insufficient') {
    return t('leak.rep.sentenceInsufficient', { reason: codeText('detection.insufficient', rep.insufficient ?? '') });
  }
  if (rep.tier === 'none') return t('leak.rep.sentenceFine');
  const money = {
    missing: formatMoney(rep.missing.mid, language),
    low: formatMoney(rep.missing.low, language),
    high: formatMoney(rep.missing.high, language),
  };
  const shape = mainShape(rep);
  if (rep.missing.mid <= 0 && shape !== null) return t('leak.rep.sentenceNotMoney', { shape: t(`detection.shape.${shape}`) });
  if (shape === null || rep.since === null) return t('leak.rep.sentenceMissingNoShape', money);
  return t('leak.rep.sentenceMissing', { ...money, since: formatDate(rep.since, language), shape: t(`detection.shape.${shape}`) });
}

function TrendPanel({ rep, window }: { readonly rep: RepFigures; readonly window: LeakView['window'] }) {
  const { t } = useTranslation();
  const { language } = usePreferences();
  const [measure, setMeasure] = useState<'amount' | 'orders'>('amount');
  const what = measure === 'amount' ? t('leak.byAmount') : t('leak.byOrders');
  return (
    <Panel
      title={t('leak.rep.trendPanel')}
      note={t('leak.wholeMonths')}
      extra={
        <Segmented
          aria-label={t('leak.rep.trendPanel')}
          value={measure}
          onChange={setMeasure}
          options={[
            { value: 'amount' as const, label: t('leak.byAmount') },
            { value: 'orders' as const, label: t('leak.byOrders') },
          ]}
        />
      }
    >
      <FigureRow>
        <Figure
          strong
          label={t('detection.rep.missing')}
          value={<Money value={rep.missing.mid} />}
          note={<MoneyRange low={rep.missing.low} high={rep.missing.high} />}
        />
        <Figure
          label={t('leak.seenExpected')}
          value={
            <>
              <Money value={rep.amountSeen} /> <span className="muted">/</span> <Money value={rep.amountExpected.mid} />
            </>
          }
          note={<MoneyRange low={rep.amountExpected.low} high={rep.amountExpected.high} />}
        />
        <Figure
          label={t('leak.rep.silentFigure')}
          value={formatNumber(rep.silentSeen, language)}
          note={t('leak.rep.silentNote', { expected: formatNumber(rep.silentExpected, language, 1) })}
        />
        <Figure label={t('detection.rep.share')} value={formatShare(rep.share, language)} note={t('leak.rep.shareNote')} />
      </FigureRow>
      <TrendChart
        months={rep.trend}
        measure={measure}
        since={rep.since}
        window={window}
        label={t('leak.rep.trendLabel', { name: rep.name, what })}
        fileName={`shoudan-${rep.name}-${measure}`}
      />
    </Panel>
  );
}

/** Those a call-back should begin with; the rest is one click away. */
function RepCustomers({ rep, run }: { readonly rep: RepFigures; readonly run: string | undefined }) {
  const { t } = useTranslation();
  const { language } = usePreferences();
  const search = { ...(run === undefined ? {} : { run }), rep: rep.id, sort: 'evidence' as const };
  const query = useQuery(customersQuery({ ...search, limit: shown }));
  return (
    <Panel
      flush
      title={t('leak.rep.customersPanel')}
      note={t('leak.rep.customersNote')}
      extra={
        <Link to="/leak/customers" search={search}>
          {t('leak.rep.allCustomers', { number: formatNumber(query.data?.total ?? rep.customers, language) })}
        </Link>
      }
    >
      <QueryView query={query}>
        {({ customers }) => (
          <CustomerTable
            customers={customers.toSorted((one, other) => Number(other.isSilent) - Number(one.isSilent))}
            run={run}
            withRep={false}
          />
        )}
      </QueryView>
    </Panel>
  );
}
