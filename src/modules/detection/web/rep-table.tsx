import { Link } from '@tanstack/react-router';
import { Grid, Table, type TableColumnsType } from 'antd';
import { useTranslation } from 'react-i18next';
import { useCodeText } from '#web/code-text.ts';
import { formatDate, formatNumber, formatShare } from '#web/format.ts';
import { usePreferences } from '#web/preferences.ts';
import { Money, MoneyRange } from '#web/ui/figures.tsx';
import { Panel } from '#web/ui/page.tsx';
import type { LeakView, RepFigures } from '../schema.ts';
import { IntervalBar, ShapesBar } from './marks.tsx';
import { TierTag } from './tier-tag.tsx';

/** Reps in the order of checking; those who cannot be judged stand apart, at the end. */
export function RepTable({ view, run }: { readonly view: LeakView; readonly run: string | undefined }) {
  const { t } = useTranslation();
  const judged = view.reps.filter((rep) => rep.tier !== 'insufficient');
  const others = view.reps.filter((rep) => rep.tier === 'insufficient');
  if (view.reps.length === 0) {
    return (
      <Panel title={t('leak.repsPanel')}>
        <p className="muted">{t('leak.noReps')}</p>
      </Panel>
    );
  }
  return (
    <>
      {judged.length > 0 && (
        <Panel flush title={t('leak.repsPanel')} note={t('leak.repsNote')}>
          <Reps reps={judged} run={run} />
        </Panel>
      )}
      {others.length > 0 && (
        <Panel flush title={t('leak.insufficientPanel', { number: others.length })} note={t('detection.tierMeaning.insufficient')}>
          <InsufficientList reps={others} run={run} />
        </Panel>
      )}
    </>
  );
}

interface RepsProps {
  readonly reps: readonly RepFigures[];
  readonly run: string | undefined;
}

function Reps({ reps, run }: RepsProps) {
  const { t } = useTranslation();
  const { language } = usePreferences();
  const narrow = Grid.useBreakpoint().md === false;
  if (narrow) return <RepCards reps={reps} run={run} />;

  const columns: TableColumnsType<RepFigures> = [
    {
      title: t('detection.rep.rank'),
      key: 'rank',
      width: 64,
      render: (_, rep) => rep.rank !== null && <span className="rank">{rep.rank}</span>,
    },
    {
      title: t('detection.rep.name'),
      key: 'name',
      width: 110,
      render: (_, rep) => (
        <span className="cell-two">
          <RepLink rep={rep} run={run} />
          <span className="sub">{rep.region}</span>
        </span>
      ),
    },
    { title: t('detection.rep.tier'), key: 'tier', width: 150, render: (_, rep) => <TierTag tier={rep.tier} /> },
    {
      title: t('leak.seenExpected'),
      key: 'seen',
      render: (_, rep) => (
        <span className="cell-two">
          <span>
            <Money value={rep.amountSeen} />{' '}
            <span className="sub">
              / <Money value={rep.amountExpected.mid} />
            </span>
          </span>
          <IntervalBar seen={rep.amountSeen} expected={rep.amountExpected} tier={rep.tier} />
        </span>
      ),
    },
    {
      title: t('detection.rep.missing'),
      key: 'missing',
      align: 'right',
      width: 185,
      render: (_, rep) => (
        <span className="cell-two">
          <strong>
            <Money value={rep.missing.mid} />
          </strong>
          <span className="sub">
            <MoneyRange low={rep.missing.low} high={rep.missing.high} />
          </span>
        </span>
      ),
    },
    {
      title: t('detection.rep.since'),
      key: 'since',
      width: 130,
      render: (_, rep) =>
        rep.since === null ? <span className="muted">{t('detection.rep.sinceNone')}</span> : formatDate(rep.since, language),
    },
    { title: t('detection.rep.shapes'), key: 'shapes', width: 150, render: (_, rep) => <ShapesBar rep={rep} /> },
    {
      title: t('leak.sampleTitle'),
      key: 'sample',
      align: 'right',
      width: 200,
      render: (_, rep) => (
        <span className="cell-two">
          <span>{formatShare(rep.share, language)}</span>
          <span className="sub">
            {t('leak.sample', { customers: formatNumber(rep.customers, language), orders: formatNumber(rep.ordersSeen, language) })}
          </span>
        </span>
      ),
    },
  ];
  return (
    <Table<RepFigures>
      rowKey="id"
      size="middle"
      columns={columns}
      dataSource={[...reps]}
      pagination={reps.length > 100 ? { pageSize: 100, showSizeChanger: false } : false}
      scroll={{ x: 1060 }}
    />
  );
}

/** The same on a phone: one column, no table. */
function RepCards({ reps, run }: RepsProps) {
  const { t } = useTranslation();
  const { language } = usePreferences();
  return (
    <ul className="row-cards">
      {reps.map((rep) => (
        <li key={rep.id}>
          <Link to="/leak/reps/$personId" params={{ personId: rep.id }} search={run === undefined ? {} : { run }} className="row-card">
            <span className="row-card-head">
              <strong>
                {rep.rank}. {rep.name}
              </strong>
              <TierTag tier={rep.tier} />
            </span>
            <span className="row-card-head">
              <span>
                {t('detection.rep.missing')} <Money value={rep.missing.mid} />
              </span>
              <span className="sub">
                <MoneyRange low={rep.missing.low} high={rep.missing.high} />
              </span>
            </span>
            <IntervalBar seen={rep.amountSeen} expected={rep.amountExpected} tier={rep.tier} />
            <ShapesBar rep={rep} />
            <span className="sub">
              {rep.since !== null && `${t('detection.chart.change', { date: formatDate(rep.since, language) })} · `}
              {t('leak.sample', { customers: formatNumber(rep.customers, language), orders: formatNumber(rep.ordersSeen, language) })}
            </span>
          </Link>
        </li>
      ))}
    </ul>
  );
}

function InsufficientList({ reps, run }: RepsProps) {
  const { t } = useTranslation();
  const codeText = useCodeText();
  const { language } = usePreferences();
  return (
    <ul className="row-cards">
      {reps.map((rep) => (
        <li key={rep.id} className="row-card">
          <span className="row-card-head">
            <RepLink rep={rep} run={run} />
            <span className="sub">
              {t('leak.sample', { customers: formatNumber(rep.customers, language), orders: formatNumber(rep.ordersSeen, language) })}
            </span>
          </span>
          <span className="sub">{codeText('detection.insufficient', rep.insufficient ?? '')}</span>
        </li>
      ))}
    </ul>
  );
}

function RepLink({ rep, run }: { readonly rep: RepFigures; readonly run: string | undefined }) {
  return (
    <Link to="/leak/reps/$personId" params={{ personId: rep.id }} search={run === undefined ? {} : { run }}>
      {rep.name}
    </Link>
  );
}
