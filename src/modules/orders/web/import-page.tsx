import { useCodeText } from '#web/code-text.ts';
import { useMutation, useQuery } from '@tanstack/react-query';
import { getRouteApi, Link } from '@tanstack/react-router';
import { Alert, App, Button, Progress } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { sendJson } from '#web/api.ts';
import { formatBytes, formatDate, formatNumber, formatShare } from '#web/format.ts';
import { usePreferences } from '#web/preferences.ts';
import { problemText } from '#web/problem-text.ts';
import { queryClient } from '#web/query-client.ts';
import { Page, Panel } from '#web/ui/page.tsx';
import { QueryView } from '#web/ui/states.tsx';
import type { ColumnMapping, Import, ImportDetail, StartImport } from '../schema.ts';
import { ErrorTable, ImportResult } from './import-result.tsx';
import { missingMeanings } from './mapping.ts';
import { MappingTable } from './mapping-table.tsx';
import { importQuery, importsQuery, isRunning } from './queries.ts';

const route = getRouteApi('/shell/imports/$importId');

/** One file from preview to result. */
export function ImportPage() {
  const { importId } = route.useParams();
  const detail = useQuery(importQuery(importId));
  return <QueryView query={detail}>{(data) => <ImportView detail={data} askedAt={detail.dataUpdatedAt} />}</QueryView>;
}

function ImportView({ detail, askedAt }: { readonly detail: ImportDetail; readonly askedAt: number }) {
  const { t } = useTranslation();
  const { language } = usePreferences();
  const one = detail.import;
  const [mapping, setMapping] = useState<ColumnMapping>(detail.preview.mapping);
  const [sheet, setSheet] = useState(detail.preview.sheet);
  const act = useImportAction(one.id);
  const missing = missingMeanings(mapping, one.kind);
  // A file that failed or was cancelled is still here: its columns can be corrected and it can be tried again.
  const ready = one.status === 'uploaded' || one.status === 'failed' || one.status === 'cancelled';

  return (
    <Page
      title={one.fileName}
      mark={<span className="muted">{t(`orders.kind.${one.kind}`)}</span>}
      sentence={<Sentence one={one} mapping={mapping} />}
      note={t('orders.detail.fileFacts', {
        encoding: [detail.preview.format.toUpperCase(), detail.preview.encoding.toUpperCase()].join(' · '),
        bytes: formatBytes(one.bytes, language),
      })}
      actions={
        <>
          {ready && (
            <Button
              type="primary"
              disabled={missing.length > 0}
              loading={act.isPending}
              onClick={() => act.mutate({ verb: 'start', body: { mapping, ...(sheet === null ? {} : { sheet }) } })}
            >
              {one.status === 'uploaded' ? t('orders.detail.start') : t('orders.detail.startAgain')}
            </Button>
          )}
          {(one.status === 'uploaded' || isRunning(one)) && <CancelButton onCancel={() => act.mutate({ verb: 'cancel' })} />}
          <Link to="/imports">
            <Button type="text">{t('orders.backToList')}</Button>
          </Link>
        </>
      }
    >
      {act.error !== null && <Alert type="error" showIcon role="alert" title={problemText(act.error)} />}
      {isRunning(one) && <RunningPanel one={one} askedAt={askedAt} />}
      {one.status === 'failed' && <FailedNotice one={one} />}
      {one.status === 'done' && <ImportResult one={one} />}
      {detail.errors.length > 0 && <ErrorTable one={one} errors={detail.errors} />}
      {ready && (
        <MappingTable preview={detail.preview} kind={one.kind} mapping={mapping} onChange={setMapping} sheet={sheet} onSheet={setSheet} />
      )}
    </Page>
  );
}

/** The sentence says where the import stands and what comes next. */
function Sentence({ one, mapping }: { readonly one: Import; readonly mapping: ColumnMapping }) {
  const { t } = useTranslation();
  const { language } = usePreferences();
  switch (one.status) {
    case 'uploaded': {
      const missing = missingMeanings(mapping, one.kind);
      if (missing.length > 0) {
        return t('orders.detail.sentenceMissing', {
          columns: missing.map((meaning) => t(`orders.meaning.${meaning}`)).join(language === 'en' ? ', ' : '、'),
        });
      }
      return t('orders.detail.sentenceReady', { number: Object.values(mapping).filter((column) => column !== null).length });
    }
    case 'queued':
      return t('orders.detail.sentenceQueued');
    case 'reading':
      return t('orders.detail.sentenceReading', {
        rows: formatNumber(one.rowsTotal, language),
        share: formatShare(one.progress, language),
      });
    case 'failed':
      return t('orders.detail.sentenceFailed');
    case 'cancelled':
      return t('orders.detail.sentenceCancelled');
    case 'done': {
      if (one.rowsAdded === 0 && one.rowsKnown > 0) return t('orders.detail.sentenceNothingNew');
      const added = formatNumber(one.rowsAdded, language);
      if (one.firstDate === null || one.lastDate === null) return t('orders.detail.sentenceDonePlain', { added });
      return t('orders.detail.sentenceDone', {
        added,
        first: formatDate(one.firstDate, language),
        last: formatDate(one.lastDate, language),
      });
    }
  }
}

type Verb = { readonly verb: 'start'; readonly body: StartImport } | { readonly verb: 'cancel' };

function useImportAction(id: string) {
  return useMutation({
    mutationFn: (input: Verb) =>
      sendJson<Import>('POST', `/api/imports/${encodeURIComponent(id)}/${input.verb}`, input.verb === 'start' ? input.body : undefined),
    onSuccess: (changed) => {
      queryClient.setQueryData(importQuery(id).queryKey, (before: ImportDetail | undefined) =>
        before === undefined ? before : { ...before, import: changed },
      );
      void queryClient.invalidateQueries({ queryKey: importsQuery.queryKey });
    },
  });
}

function CancelButton({ onCancel }: { readonly onCancel: () => void }) {
  const { t } = useTranslation();
  const { modal } = App.useApp();
  return (
    <Button
      onClick={() =>
        void modal.confirm({
          title: t('orders.detail.cancelAsk'),
          content: t('orders.detail.cancelHelp'),
          okText: t('orders.detail.cancel'),
          cancelText: t('common.back'),
          onOk: onCancel,
        })
      }
    >
      {t('orders.detail.cancel')}
    </Button>
  );
}

/** Progress with count and remaining time, from the speed seen so far on this page. */
function RunningPanel({ one, askedAt }: { readonly one: Import; readonly askedAt: number }) {
  const { t } = useTranslation();
  const { language } = usePreferences();
  const [begin] = useState({ at: askedAt, progress: one.progress });
  const gained = one.progress - begin.progress;
  const seconds = (askedAt - begin.at) / 1000;
  const left = gained > 0.02 && seconds > 2 ? ((1 - one.progress) / gained) * seconds : null;
  const time =
    left === null
      ? null
      : left < 90
        ? t('orders.detail.seconds', { number: formatNumber(Math.max(1, left), language) })
        : t('orders.detail.minutes', { number: formatNumber(left / 60, language) });
  return (
    <Panel>
      <div role="status">
        <Progress percent={Math.round(one.progress * 100)} status="active" aria-label={t(`orders.status.${one.status}`)} />
        <p className="muted">
          {time !== null && `${t('orders.detail.remaining', { time })} · `}
          {t('orders.detail.leave')}
        </p>
      </div>
    </Panel>
  );
}

function FailedNotice({ one }: { readonly one: Import }) {
  const { t } = useTranslation();
  const codeText = useCodeText();
  const { failure } = one;
  return (
    <Alert
      type="error"
      showIcon
      title={failure === null ? t('orders.detail.sentenceFailed') : codeText('problem', failure.code, failure.details)}
      description={t('orders.detail.failedSafe')}
    />
  );
}
