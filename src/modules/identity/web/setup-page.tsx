import { useMutation, useQuery } from '@tanstack/react-query';
import { getRouteApi, Link, useNavigate } from '@tanstack/react-router';
import { Alert, Button, Form, Input } from 'antd';
import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { sendJson } from '#web/api.ts';
import { problemText } from '#web/problem-text.ts';
import { becomes } from '#web/session.ts';
import { QueryView } from '#web/ui/states.tsx';
import type { Me, Setup } from '../schema.ts';
import { Entrance } from './entrance.tsx';
import { setupQuery } from './queries.ts';
import { usePasswordRules, useSignInNameRules } from './rules-of-fields.ts';

const route = getRouteApi('/setup');

/** Where the one-time link of an empty start leads. */
export function SetupPage() {
  const { t } = useTranslation();
  const { token = '' } = route.useSearch();
  const check = useQuery(setupQuery(token));
  useEffect(() => {
    document.title = `${t('identity.setup.title')} · ${t('common.productName')}`;
  }, [t]);
  return (
    <Entrance title={t('identity.setup.title')} lead={t('identity.setup.intro')}>
      <QueryView query={check} rows={4}>
        {({ valid }) =>
          valid ? (
            <SetupForm token={token} />
          ) : (
            <Alert
              type="warning"
              showIcon
              title={t('identity.setup.invalidTitle')}
              description={
                <>
                  <p className="tight">{t('identity.setup.invalidHelp')}</p>
                  <Link to="/sign-in">{t('identity.setup.toSignIn')}</Link>
                </>
              }
            />
          )
        }
      </QueryView>
    </Entrance>
  );
}

type Fields = Omit<Setup, 'token'> & { repeat: string };

function SetupForm({ token }: { readonly token: string }) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const passwordRules = usePasswordRules();
  const signInNameRules = useSignInNameRules();
  const create = useMutation({
    mutationFn: ({ personName, signInName, password }: Fields) =>
      sendJson<Me>('POST', '/api/setup', { token, personName: personName.trim(), signInName, password } satisfies Setup),
    onSuccess: async (me) => {
      becomes(me);
      await navigate({ to: '/' });
    },
  });
  return (
    <>
      {create.error !== null && <Alert type="error" showIcon role="alert" title={problemText(create.error)} className="gap-below" />}
      <Form<Fields> layout="vertical" requiredMark={false} onFinish={(fields) => create.mutate(fields)} disabled={create.isPending}>
        <Form.Item
          name="personName"
          label={t('identity.setup.personName')}
          rules={[{ required: true, whitespace: true, message: t('identity.people.fieldNeeded') }]}
        >
          <Input autoComplete="name" autoFocus maxLength={50} />
        </Form.Item>
        <Form.Item
          name="signInName"
          label={t('identity.setup.signInName')}
          extra={t('identity.setup.signInNameHelp')}
          rules={signInNameRules}
        >
          <Input autoComplete="username" maxLength={50} />
        </Form.Item>
        <Form.Item name="password" label={t('identity.setup.password')} extra={t('identity.setup.passwordHelp')} rules={passwordRules}>
          <Input.Password autoComplete="new-password" maxLength={200} />
        </Form.Item>
        <Form.Item
          name="repeat"
          label={t('identity.setup.repeat')}
          dependencies={['password']}
          rules={[
            { required: true, message: t('identity.people.fieldNeeded') },
            ({ getFieldValue }) => ({
              validator: (_rule, value: unknown) =>
                value === undefined || value === '' || value === getFieldValue('password')
                  ? Promise.resolve()
                  : Promise.reject(new Error(t('identity.setup.repeatWrong'))),
            }),
          ]}
        >
          <Input.Password autoComplete="new-password" maxLength={200} />
        </Form.Item>
        <Button type="primary" htmlType="submit" size="large" block loading={create.isPending}>
          {t('identity.setup.submit')}
        </Button>
      </Form>
    </>
  );
}
