import { useMutation, useQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { Alert, App, Button, DatePicker, Modal, Progress, Select } from 'antd';
import { useEffect, useEffectEvent, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { sendJson } from '#web/api.ts';
import { formatDate, formatWhen } from '#web/format.ts';
import { usePreferences } from '#web/preferences.ts';
import { problemText } from '#web/problem-text.ts';
import { queryClient } from '#web/query-client.ts';
import { useMay } from '#web/session.ts';
import type { LeakRun, StartRun } from '../schema.ts';
import { isUnfinished, runsQuery } from './queries.ts';

/** Which check is shown, and starting another. */
export function RunBar({ run }: { readonly run: LeakRun | null }) {
  const { t } = useTranslation();
  const { language } = usePreferences();
  const navigate = useNavigate();
  const may = useMay();
  const runs = useQuery(runsQuery).data?.runs ?? [];
  const finished = runs.filter((one) => one.status === 'done');
  return (
    <>
      {finished.length > 0 && (
        <Select
          aria-label={t('leak.chooseRun')}
          className="run-select"
          popupMatchSelectWidth={false}
          value={run?.id ?? null}
          options={finished.map((one) => ({
            value: one.id,
            label: `${t('leak.asOfOption', { date: formatDate(one.asOf, language) })} · ${t(`leak.trigger.${one.trigger}`)} ${formatWhen(one.startedAt, language)}`,
          }))}
          onChange={(id) => void navigate({ to: '/leak', search: id === null ? {} : { run: id } })}
        />
      )}
      {may('detection.run') && <StartButton first={finished.length === 0} busy={runs.some(isUnfinished)} />}
    </>
  );
}

function StartButton({ first, busy }: { readonly first: boolean; readonly busy: boolean }) {
  const { t } = useTranslation();
  const { message } = App.useApp();
  const [open, setOpen] = useState(false);
  const [asOf, setAsOf] = useState<string>();
  const start = useStartRun(() => {
    setOpen(false);
    message.success(t('leak.started'));
  });
  return (
    <>
      <Button type="primary" disabled={busy} onClick={() => setOpen(true)}>
        {busy ? t('leak.running') : first ? t('leak.runFirst') : t('leak.runAgain')}
      </Button>
      <Modal
        open={open}
        title={first ? t('leak.runFirst') : t('leak.runAgain')}
        okText={t('leak.runFirst')}
        cancelText={t('common.cancel')}
        confirmLoading={start.isPending}
        onOk={() => start.mutate(asOf === undefined ? {} : { asOf })}
        onCancel={() => setOpen(false)}
        width={420}
      >
        {start.error !== null && <Alert type="error" showIcon title={problemText(start.error)} className="gap-below" />}
        <label className="field">
          <span>{t('leak.asOfDate')}</span>
          <DatePicker className="wide" onChange={(date) => setAsOf(date === null ? undefined : date.format('YYYY-MM-DD'))} />
        </label>
        <p className="sub">{t('leak.asOfHelp')}</p>
      </Modal>
    </>
  );
}

/** Starts a check and looks at the list again at once, so that its progress appears. */
export function useStartRun(onStarted: () => void) {
  return useMutation({
    mutationFn: (input: StartRun) => sendJson<LeakRun>('POST', '/api/leak/runs', input),
    onSuccess: async () => {
      await queryClient.invalidateQueries({ queryKey: runsQuery.queryKey });
      onStarted();
    },
  });
}

/** Progress while a check runs; when it ends, everything that came from the one before is asked for again. */
export function RunState({ onDone }: { readonly onDone?: (run: LeakRun) => void }) {
  const { t } = useTranslation();
  const { message } = App.useApp();
  const runs = useQuery(runsQuery).data?.runs;
  const running = runs?.find(isUnfinished);
  const before = useRef(running?.id);
  const tellDone = useEffectEvent((run: LeakRun) => onDone?.(run));

  useEffect(() => {
    const ended = before.current !== undefined && running === undefined ? runs?.find((run) => run.id === before.current) : undefined;
    before.current = running?.id;
    if (ended?.status !== 'done') return;
    message.success(t('leak.finished'));
    void queryClient.invalidateQueries({ queryKey: ['leak'] });
    tellDone(ended);
  }, [running, runs, message, t]);

  if (running !== undefined) {
    return (
      <Alert
        type="info"
        role="status"
        title={running.status === 'queued' ? t('leak.queued') : t('leak.running')}
        description={
          <>
            <p className="tight">{t('leak.runningHelp')}</p>
            <Progress percent={100} status="active" showInfo={false} size="small" aria-label={t('leak.running')} />
          </>
        }
      />
    );
  }
  const last = runs?.[0];
  if (last?.status === 'failed') {
    return <Alert type="warning" showIcon title={t('leak.runFailed')} description={`${t('leak.runFailedHelp')} ${last.failure ?? ''}`} />;
  }
  return null;
}
