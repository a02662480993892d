import { useQuery } from '@tanstack/react-query';
import { getRouteApi, Link } from '@tanstack/react-router';
import { Watermark } from 'antd';
import { useTranslation } from 'react-i18next';
import { useCodeText } from '#web/code-text.ts';
import { formatDate, formatNumber } from '#web/format.ts';
import { usePreferences } from '#web/preferences.ts';
import { useMay, useMe } from '#web/session.ts';
import { Money } from '#web/ui/figures.tsx';
import { usePageMark } from '#web/ui/page-mark.ts';
import { Page, Panel } from '#web/ui/page.tsx';
import { CopyButton, QueryView } from '#web/ui/states.tsx';
import type { CustomerFigures, CustomerView } from '../schema.ts';
import { AmountChart, OrderStrip } from './customer-charts.tsx';
import { SilenceMark } from './customer-table.tsx';
import { customerQuery } from './queries.ts';

const route = getRouteApi('/shell/leak/customers/$customerId');

/** One customer: the own rhythm, where it stands now, who looked after it, what a call-back could ask. */
export function CustomerPage() {
  const { customerId } = route.useParams();
  const { run } = route.useSearch();
  const view = useQuery(customerQuery(customerId, run));
  const mark = usePageMark();
  return (
    <Watermark {...mark}>
      <QueryView query={view}>{(data) => <CustomerResult view={data} run={run} />}</QueryView>
    </Watermark>
  );
}

function CustomerResult({ view, run }: { readonly view: CustomerView; readonly run: string | undefined }) {
  const { t } = useTranslation();
  const { language } = usePreferences();
  const { figures } = view;
  return (
    <Page
      title={figures.name}
      mark={
        <span className="muted">
          {[figures.code === figures.name ? null : figures.code, figures.region, figures.repName ?? t('leak.customers.nobody')]
            .filter((part) => part !== null)
            .join(' · ')}
        </span>
      }
      sentence={<Sentence figures={figures} />}
      note={t('leak.customer.note')}
    >
      <Panel title={t('leak.customer.stripPanel')} note={t('leak.customer.stripNote')}>
        <OrderStrip
          view={view}
          label={t('leak.customer.stripLabel', {
            name: figures.name,
            number: view.orders.length,
            last: formatDate(figures.lastOrder, language),
          })}
        />
      </Panel>
      <div className="columns">
        <Questions figures={figures} />
        <Facts view={view} run={run} />
      </div>
      <Panel title={t('leak.customer.amountPanel')}>
        <AmountChart view={view} label={t('leak.customer.amountLabel', { name: figures.name })} />
      </Panel>
    </Page>
  );
}

function Sentence({ figures }: { readonly figures: CustomerFigures }) {
  const { t } = useTranslation();
  const { language } = usePreferences();
  if (figures.usualGap === null || figures.silenceLimit === null) return t('leak.customer.sentenceFew');
  const numbers = {
    days: formatNumber(figures.silentDays, language),
    gap: formatNumber(figures.usualGap, language, figures.usualGap < 10 ? 1 : 0),
    limit: formatNumber(figures.silenceLimit, language),
  };
  return figures.isSilent ? t('leak.customer.sentenceSilent', numbers) : t('leak.customer.sentenceFine', numbers);
}

function Questions({ figures }: { readonly figures: CustomerFigures }) {
  const { t } = useTranslation();
  const codeText = useCodeText();
  const me = useMe();
  const questions = figures.questions.map((code) => codeText('detection.question', code));
  return (
    <Panel
      title={t('leak.customer.questionsPanel')}
      note={me.role === 'rep' ? t('leak.customer.questionsNoteRep') : t('leak.customer.questionsNote')}
      extra={
        questions.length > 0 && (
          <CopyButton text={questions.map((text, index) => `${index + 1}. ${text}`).join('\n')} label={t('leak.customer.copyQuestions')} />
        )
      }
    >
      {questions.length === 0 ? (
        <p className="muted">{t('leak.customer.noQuestions')}</p>
      ) : (
        <ol className="numbered">
          {questions.map((text) => (
            <li key={text}>{text}</li>
          ))}
        </ol>
      )}
    </Panel>
  );
}

function Facts({ view, run }: { readonly view: CustomerView; readonly run: string | undefined }) {
  const { t } = useTranslation();
  const { language } = usePreferences();
  const may = useMay();
  const { figures, owners } = view;
  const days = (value: number | null) =>
    value === null
      ? t('detection.customer.tooFew')
      : t('detection.unit.days', { count: value < 10 ? Math.round(value * 10) / 10 : Math.round(value) });
  return (
    <Panel
      title={t('leak.customer.factsPanel')}
      extra={
        may('detection.see_reps') &&
        figures.repId !== null && (
          <Link to="/leak/reps/$personId" params={{ personId: figures.repId }} search={run === undefined ? {} : { run }}>
            {t('leak.customer.toRep', { name: figures.repName ?? '' })}
          </Link>
        )
      }
    >
      <dl className="fact-list">
        <dt>{t('leak.customers.lastOrder')}</dt>
        <dd>
          {formatDate(figures.lastOrder, language)} <SilenceMark customer={figures} />
        </dd>
        <dt>{t('leak.customer.usualGap')}</dt>
        <dd>{days(figures.usualGap)}</dd>
        <dt title={t('detection.customer.silenceLimitNote')}>{t('leak.customer.limit')}</dt>
        <dd>{days(figures.silenceLimit)}</dd>
        <dt>{t('leak.customers.recent')}</dt>
        <dd>
          <Money value={figures.amountSeen} /> / <Money value={figures.amountExpected} />
        </dd>
        <dt>{t('leak.customer.orders')}</dt>
        <dd>
          {formatNumber(figures.orders, language)}{' '}
          <span className="sub">
            {t('leak.customer.firstOrder')} {formatDate(figures.firstOrder, language)}
          </span>
        </dd>
        {figures.shape !== null && (
          <>
            <dt>{t('detection.customer.shape')}</dt>
            <dd>{t(`detection.shape.${figures.shape}`)}</dd>
          </>
        )}
        <dt>{t('leak.customer.ownersPanel')}</dt>
        <dd>
          {owners.length === 0 ? (
            <span className="muted">{t('leak.customer.ownersEmpty')}</span>
          ) : (
            <ul>
              {owners.map((owner) => (
                <li key={`${owner.repName}|${owner.from ?? ''}`}>
                  {owner.repName}{' '}
                  <span className="sub">
                    {owner.from === null ? t('leak.customer.ownerSinceEver') : formatDate(owner.from, language)} –{' '}
                    {owner.to === null ? t('leak.customer.ownerNow') : formatDate(owner.to, language)}
                  </span>
                </li>
              ))}
            </ul>
          )}
        </dd>
      </dl>
    </Panel>
  );
}
