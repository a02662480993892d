import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { Button, Watermark } from 'antd';
import { useTranslation } from 'react-i18next';
import { useHeadline } from '#modules/detection/web/headline.ts';
import { IntervalBar, mainShape } from '#modules/detection/web/marks.tsx';
import { reportQuery } from '#modules/detection/web/queries.ts';
import { RunState } from '#modules/detection/web/run-bar.tsx';
import { TierTag } from '#modules/detection/web/tier-tag.tsx';
import { TrendChart } from '#modules/detection/web/trend-chart.tsx';
import type { CompanyFigures, LeakView, RepFigures } from '#modules/detection/schema.ts';
import { importsQuery } from '#modules/orders/web/queries.ts';
import { ImportCounts, ImportState } from '#modules/orders/web/import-state.tsx';
import { formatDate, formatNumber } from '../format.ts';
import { usePreferences } from '../preferences.ts';
import { useMay } from '../session.ts';
import { Money, MoneyRange, When } from '../ui/figures.tsx';
import { usePageMark } from '../ui/page-mark.ts';
import { Page, Panel } from '../ui/page.tsx';
import { Empty, QueryView } from '../ui/states.tsx';
import { useGreeting } from './greeting.ts';

const shown = 5;

/** Owner, manager, officer and finance: what is missing in the company; reps only where one may see them. */
export function CompanyHome() {
  const { t } = useTranslation();
  const report = useQuery(reportQuery());
  const greeting = useGreeting();
  const mark = usePageMark();
  const company = report.data?.company ?? null;
  if (report.data === undefined || company === null) {
    return (
      <Page title={greeting}>
        <QueryView query={report}>{() => <Begin />}</QueryView>
      </Page>
    );
  }
  return (
    <Watermark {...mark}>
      <Result view={report.data} company={company} title={greeting} label={t('home.company')} />
    </Watermark>
  );
}

function Begin() {
  const { t } = useTranslation();
  const may = useMay();
  return (
    <>
      <RunState />
      <Panel>
        {may('orders.import') ? (
          <Empty
            title={t('home.begin')}
            help={t('home.beginHelp')}
            action={
              <Link to="/imports">
                <Button type="primary" size="large">
                  {t('home.beginButton')}
                </Button>
              </Link>
            }
          />
        ) : (
          <Empty title={t('home.begin')} help={t('home.beginAsk')} />
        )}
      </Panel>
      <DataState view={null} />
    </>
  );
}

interface ResultProps {
  readonly view: LeakView;
  readonly company: CompanyFigures;
  readonly title: string;
  readonly label: string;
}

function Result({ view, company, title, label }: ResultProps) {
  const { t } = useTranslation();
  const { language } = usePreferences();
  const may = useMay();
  const headline = useHeadline(view);
  const seesReps = may('detection.see_reps');
  return (
    <Page
      title={title}
      sentence={headline}
      note={
        view.window !== null &&
        t('leak.compared', {
          from: formatDate(view.window.from, language),
          to: formatDate(view.window.to, language),
          customers: formatNumber(company.customers, language),
          orders: formatNumber(company.orders, language),
        })
      }
      actions={
        <Link to="/leak">
          <Button type="primary">{t('home.toResult')}</Button>
        </Link>
      }
    >
      <RunState />
      <div className={seesReps ? 'columns' : 'stack'}>
        <Panel title={label}>
          <TrendChart months={company.trend} measure="amount" label={label} fileName="shoudan-company" window={view.window} height={330} />
        </Panel>
        {seesReps && <TopReps reps={view.reps} />}
      </div>
      <DataState view={view} />
    </Page>
  );
}

function TopReps({ reps }: { readonly reps: readonly RepFigures[] }) {
  const { t } = useTranslation();
  const top = reps.filter((rep) => rep.tier === 'check' || rep.tier === 'watch').slice(0, shown);
  return (
    <Panel flush title={t('home.topReps')} extra={<Link to="/leak">{t('home.allReps')}</Link>}>
      {top.length === 0 ? (
        <Empty title={t('home.nobody')} />
      ) : (
        <ul className="row-cards">
          {top.map((rep) => {
            const shape = mainShape(rep);
            return (
              <li key={rep.id}>
                <Link to="/leak/reps/$personId" params={{ personId: rep.id }} className="row-card">
                  <span className="row-card-head">
                    <span>
                      <strong>{rep.name}</strong> <span className="sub">{rep.region}</span>
                    </span>
                    <TierTag tier={rep.tier} />
                  </span>
                  <span className="row-card-head">
                    <span className="sub">{shape !== null && t(`detection.shape.${shape}`)}</span>
                    <span>
                      {t('detection.rep.missing')}{' '}
                      <strong>
                        <Money value={rep.missing.mid} />
                      </strong>{' '}
                      <span className="sub wide-only">
                        <MoneyRange low={rep.missing.low} high={rep.missing.high} />
                      </span>
                    </span>
                  </span>
                  <IntervalBar seen={rep.amountSeen} expected={rep.amountExpected} tier={rep.tier} />
                </Link>
              </li>
            );
          })}
        </ul>
      )}
    </Panel>
  );
}

/** Where the figures come from: last import, last check. */
function DataState({ view }: { readonly view: LeakView | null }) {
  const { t } = useTranslation();
  const { language } = usePreferences();
  const may = useMay();
  const imports = useQuery({ ...importsQuery, enabled: may('orders.import') });
  const last = imports.data?.imports[0];
  const run = view?.run ?? null;
  return (
    <Panel title={t('home.state')}>
      <dl className="fact-list fact-list-start">
        {may('orders.import') && (
          <>
            <dt>{t('home.lastImport')}</dt>
            <dd>
              {last === undefined ? (
                <span className="muted">{imports.isSuccess && t('home.noImport')}</span>
              ) : (
                <>
                  <Link to="/imports/$importId" params={{ importId: last.id }}>
                    {last.fileName}
                  </Link>{' '}
                  <ImportState one={last} />{' '}
                  <span className="sub">
                    <ImportCounts one={last} /> <When at={last.createdAt} />
                  </span>
                </>
              )}
            </dd>
          </>
        )}
        <dt>{t('home.lastRun')}</dt>
        <dd>
          {run === null ? (
            <span className="muted">{t('home.noRun')}</span>
          ) : (
            <>
              {t('leak.asOfOption', { date: formatDate(run.asOf, language) })}{' '}
              <span className="sub">
                {t(`leak.trigger.${run.trigger}`)} <When at={run.finishedAt ?? run.startedAt} /> · {t('home.nextRun')}
              </span>
            </>
          )}
        </dd>
      </dl>
    </Panel>
  );
}
