import { useQuery } from '@tanstack/react-query';
import { getRouteApi, Link } from '@tanstack/react-router';
import { Alert, Button, Watermark } from 'antd';
import { useTranslation } from 'react-i18next';
import { useCodeText } from '#web/code-text.ts';
import { formatDate, formatMoney, formatMonth, formatNumber, type Language } from '#web/format.ts';
import { usePreferences } from '#web/preferences.ts';
import { useMay } from '#web/session.ts';
import { Figure, FigureRow, Money, MoneyRange } from '#web/ui/figures.tsx';
import { Page, Panel } from '#web/ui/page.tsx';
import { usePageMark } from '#web/ui/page-mark.ts';
import { Empty, QueryView } from '#web/ui/states.tsx';
import type { CompanyFigures, LeakView } from '../schema.ts';
import { LimitsPanel } from './explain.tsx';
import { factTexts } from './facts.ts';
import { useHeadline } from './headline.ts';
import { reportFile, reportQuery } from './queries.ts';
import { RepTable } from './rep-table.tsx';
import { RunBar, RunState } from './run-bar.tsx';
import { TrendChart } from './trend-chart.tsx';

const route = getRouteApi('/shell/leak');

/** The answer: what is missing in the company, whom to check first, and what the figures do not say. */
export function LeakPage() {
  const { t } = useTranslation();
  const { run } = route.useSearch();
  const report = useQuery(reportQuery(run));
  const mark = usePageMark();
  return (
    <Watermark {...mark}>
      <QueryView query={report}>
        {(view) =>
          view.run === null || view.company === null ? (
            <NoResult view={view} />
          ) : (
            <Result view={view} company={view.company} runInAddress={run} />
          )
        }
      </QueryView>
      {report.data === undefined && <h1 className="visually-hidden">{t('shell.leak')}</h1>}
    </Watermark>
  );
}

function NoResult({ view }: { readonly view: LeakView }) {
  const { t } = useTranslation();
  const may = useMay();
  return (
    <Page title={t('shell.leak')} actions={may('detection.run') && <RunBar run={view.run} />}>
      <RunState />
      <Panel>
        <Empty
          title={t('leak.emptyTitle')}
          help={t('leak.emptyNoOrders')}
          action={
            may('orders.import') && (
              <Link to="/imports">
                <Button type="primary">{t('leak.toImport')}</Button>
              </Link>
            )
          }
        />
      </Panel>
    </Page>
  );
}

function Result({
  view,
  company,
  runInAddress,
}: {
  readonly view: LeakView;
  readonly company: CompanyFigures;
  readonly runInAddress: string | undefined;
}) {
  const { t } = useTranslation();
  const { language } = usePreferences();
  const may = useMay();
  const navigate = route.useNavigate();
  const headline = useHeadline(view);
  const { run, window } = view;
  return (
    <Page
      title={t('shell.leak')}
      sentence={headline}
      note={
        window !== null &&
        t('leak.compared', {
          from: formatDate(window.from, language),
          to: formatDate(window.to, language),
          customers: formatNumber(company.customers, language),
          orders: formatNumber(company.orders, language),
        })
      }
      actions={
        <>
          <RunBar run={run} />
          {may('detection.see_reps') && run !== null && (
            <Button href={reportFile(run.id, language)} download>
              {t('leak.download')}
            </Button>
          )}
          <Button onClick={() => globalThis.print()}>{t('common.print')}</Button>
        </>
      }
    >
      {/* A check of an earlier day is not the latest one: show the one that just ended. */}
      <RunState onDone={(done) => void navigate({ search: { run: done.id } })} />
      <Warnings view={view} />
      <Panel title={t('leak.companyPanel')} note={t('leak.wholeMonths')}>
        <CompanyRow company={company} />
        <TrendChart
          months={company.trend}
          measure="amount"
          label={trendLabel(company, language, t)}
          fileName={`shoudan-${run?.asOf ?? 'company'}`}
          window={window}
        />
      </Panel>
      {may('detection.see_reps') ? (
        <RepTable view={view} run={runInAddress} />
      ) : (
        <Alert type="info" showIcon title={t('leak.onlyCompany')} />
      )}
      <LimitsPanel budget={run?.parameters['falseAlarmsPer100'] ?? 1} withTiers={may('detection.see_reps')} />
    </Page>
  );
}

function CompanyRow({ company }: { readonly company: CompanyFigures }) {
  const { t } = useTranslation();
  return (
    <FigureRow>
      <Figure
        strong
        label={t('detection.company.missing')}
        value={<Money value={company.missing.mid} />}
        note={<MoneyRange low={company.missing.low} high={company.missing.high} />}
      />
      <Figure label={t('detection.company.seen')} value={<Money value={company.amountSeen} />} />
      <Figure
        label={t('detection.company.expected')}
        value={<Money value={company.amountExpected.mid} />}
        note={<MoneyRange low={company.amountExpected.low} high={company.amountExpected.high} />}
      />
    </FigureRow>
  );
}

function Warnings({ view }: { readonly view: LeakView }) {
  const { t } = useTranslation();
  const codeText = useCodeText();
  const { language } = usePreferences();
  if (view.warnings.length === 0) return null;
  const texts = view.warnings.map((warning) => codeText('detection.warning', warning.code, factTexts(warning.facts, language)));
  return (
    <Alert
      type="info"
      showIcon
      title={
        <ul aria-label={t('leak.warnings')}>
          {texts.map((text) => (
            <li key={text}>{text}</li>
          ))}
        </ul>
      }
    />
  );
}

function trendLabel(company: CompanyFigures, language: Language, t: ReturnType<typeof useTranslation>['t']): string {
  const last = company.trend.at(-1);
  return t('leak.trendLabel', {
    month: last === undefined ? '' : formatMonth(last.month, language),
    seen: formatMoney(last?.amountSeen ?? 0, language),
    expected: formatMoney(last?.amountExpected.mid ?? 0, language),
  });
}
