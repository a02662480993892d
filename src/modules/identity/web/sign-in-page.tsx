import { useMutation, useQuery } from '@tanstack/react-query';
import { getRouteApi, useRouter } from '@tanstack/react-router';
import { Alert, Button, Form, Input } from 'antd';
import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { sendJson } from '#web/api.ts';
import { problemText } from '#web/problem-text.ts';
import { becomes } from '#web/session.ts';
import type { Me, SignIn } from '../schema.ts';
import { Entrance } from './entrance.tsx';
import { demoQuery } from './queries.ts';

const route = getRouteApi('/sign-in');

export function SignInPage() {
  const { t } = useTranslation();
  const router = useRouter();
  const { to } = route.useSearch();
  const [form] = Form.useForm<SignIn>();
  const demo = useQuery(demoQuery).data;

  const signIn = useMutation({
    mutationFn: (input: SignIn) => sendJson<Me>('POST', '/api/session', input),
    onSuccess: async (me) => {
      becomes(me);
      // Only ever a path of ours: a link must not be able to send people elsewhere after sign-in.
      router.history.push(to !== undefined && /^\/(?![/\\])/.test(to) ? to : '/');
    },
    onError: () => form.setFieldValue('password', ''),
  });

  useEffect(() => {
    document.title = `${t('identity.signIn.title')} · ${t('common.productName')}`;
  }, [t]);

  return (
    <Entrance title={t('identity.signIn.title')} lead={t('identity.signIn.pitch')}>
      {signIn.error !== null && <Alert type="error" showIcon role="alert" title={problemText(signIn.error)} className="gap-below" />}
      <Form<SignIn>
        form={form}
        layout="vertical"
        requiredMark={false}
        onFinish={(input) => signIn.mutate(input)}
        disabled={signIn.isPending}
      >
        <Form.Item name="name" label={t('identity.signIn.name')} rules={[{ required: true, message: t('identity.signIn.nameNeeded') }]}>
          <Input autoComplete="username" autoFocus size="large" maxLength={100} />
        </Form.Item>
        <Form.Item
          name="password"
          label={t('identity.signIn.password')}
          rules={[{ required: true, message: t('identity.signIn.passwordNeeded') }]}
        >
          <Input.Password autoComplete="current-password" size="large" maxLength={200} />
        </Form.Item>
        <Button type="primary" htmlType="submit" size="large" block loading={signIn.isPending}>
          {t('identity.signIn.submit')}
        </Button>
      </Form>
      {demo !== undefined && demo.signIns.length > 0 && (
        <section className="demo-sign-ins">
          <h2 className="panel-title">{t('identity.signIn.demoTitle')}</h2>
          <ul>
            {demo.signIns.map((one) => (
              <li key={one.name}>
                <button type="button" disabled={signIn.isPending} onClick={() => signIn.mutate({ name: one.name, password: one.password })}>
                  <strong>{t(`shell.role.${one.role}`)}</strong>
                  <span>{one.personName}</span>
                  <code>{one.name}</code>
                </button>
              </li>
            ))}
          </ul>
        </section>
      )}
    </Entrance>
  );
}
