import { Alert, App, Button, Skeleton } from 'antd';
import type { UseQueryResult } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { problemCode, problemText } from '../problem-text.ts';

/** Grey bars in place of content; they appear after 300 ms, so that quick answers do not flicker. */
export function Loading({ rows = 6 }: { readonly rows?: number }) {
  const { t } = useTranslation();
  return (
    <div className="late" role="status" aria-label={t('common.loading')}>
      <Skeleton active paragraph={{ rows }} />
    </div>
  );
}

interface FailureProps {
  readonly error: unknown;
  /** Better words than those of the error, where the page has them. */
  readonly text?: string;
  readonly onRetry?: (() => void) | undefined;
}

/** What happened, what is safe, try again, the code to pass on. */
export function Failure({ error, text, onRetry }: FailureProps) {
  const { t } = useTranslation();
  return (
    <Alert
      type="error"
      showIcon
      title={text ?? problemText(error)}
      description={
        <>
          <p className="tight">{t('shell.failure.safe')}</p>
          <div className="button-row">
            {onRetry !== undefined && <Button onClick={onRetry}>{t('common.tryAgain')}</Button>}
            <CopyButton text={problemCode(error)} label={t('shell.failure.copyCode')} />
          </div>
        </>
      }
    />
  );
}

export function CopyButton({ text, label }: { readonly text: string; readonly label: string }) {
  const { t } = useTranslation();
  const { message } = App.useApp();
  async function copy() {
    try {
      await navigator.clipboard.writeText(text);
      message.success(t('common.copied'));
    } catch {
      // Without a secure origin the clipboard is closed: show the text so that it can be copied by hand.
      message.info(text, 10);
    }
  }
  return <Button onClick={() => void copy()}>{label}</Button>;
}

interface EmptyProps {
  readonly title: string;
  readonly help?: string;
  readonly action?: ReactNode;
}

/** What this place is for, and the one button to begin. */
export function Empty({ title, help, action }: EmptyProps) {
  return (
    <div className="empty">
      <svg className="empty-picture" viewBox="0 0 64 40" aria-hidden="true">
        <rect x="6" y="22" width="7" height="12" rx="1.5" />
        <rect x="19" y="14" width="7" height="20" rx="1.5" />
        <rect x="32" y="18" width="7" height="16" rx="1.5" />
        <path d="M45 34V24h7v10M2 36.5h60" />
      </svg>
      <p className="empty-title">{title}</p>
      {help !== undefined && <p className="empty-help">{help}</p>}
      {action}
    </div>
  );
}

interface QueryViewProps<T> {
  readonly query: UseQueryResult<T>;
  readonly rows?: number;
  readonly children: (data: T) => ReactNode;
}

/** Waiting, failed or there: the three states of everything that comes from the server. */
export function QueryView<T>({ query, rows, children }: QueryViewProps<T>) {
  if (query.data !== undefined) return <>{children(query.data)}</>;
  if (query.error !== null) return <Failure error={query.error} onRetry={() => void query.refetch()} />;
  return <Loading {...(rows === undefined ? {} : { rows })} />;
}
