import { useQueryClient } from '@tanstack/react-query';
import { type ErrorComponentProps, Link, useRouter } from '@tanstack/react-router';
import { Button, Result } from 'antd';
import { useTranslation } from 'react-i18next';
import type { Me } from '#modules/identity/schema.ts';
import { ApiProblem } from '../api.ts';
import { useCodeText } from '../code-text.ts';
import { problemCode, problemText } from '../problem-text.ts';
import { CopyButton } from '../ui/states.tsx';

/** A page that threw: what happened, what is safe, try again, what to pass on. */
export function RouteFailure({ error, reset }: ErrorComponentProps) {
  const { t } = useTranslation();
  const router = useRouter();
  const client = useQueryClient();
  if (error instanceof ApiProblem && error.status === 404) return <NotFound />;
  function tryAgain() {
    reset();
    void client.resetQueries().then(() => router.invalidate());
  }
  return (
    <main className="whole-page" id="content">
      <Result
        status="warning"
        title={problemText(error)}
        subTitle={t('shell.failure.safe')}
        extra={
          <div className="button-row centred">
            <Button type="primary" onClick={tryAgain}>
              {t('common.tryAgain')}
            </Button>
            <CopyButton text={problemCode(error)} label={t('shell.failure.copyCode')} />
          </div>
        }
      />
    </main>
  );
}

export function NotFound() {
  const { t } = useTranslation();
  return (
    <main className="whole-page" id="content">
      <Result
        status="info"
        title={t('shell.failure.notFound')}
        subTitle={t('shell.failure.notFoundHelp')}
        extra={<Link to="/">{t('shell.failure.toHome')}</Link>}
      />
    </main>
  );
}

/** Says which right is missing and who can give it. */
export function Forbidden({ me, right }: { readonly me: Me; readonly right: string }) {
  const { t } = useTranslation();
  const codeText = useCodeText();
  return (
    <Result
      status="info"
      title={t('shell.failure.forbidden')}
      subTitle={t('shell.failure.forbiddenHelp', {
        right: codeText('shell.rights', right),
        role: t(`shell.role.${me.role}`),
      })}
      extra={<Link to="/">{t('shell.failure.toHome')}</Link>}
    />
  );
}
