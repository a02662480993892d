import { useMutation } from '@tanstack/react-query';
import { Alert, App, Button, Drawer, Form, Input, Modal, Radio } from 'antd';
import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { sendJson } from '#web/api.ts';
import { problemText } from '#web/problem-text.ts';
import { queryClient } from '#web/query-client.ts';
import type { ChangeAccount, NewAccount, Person, Role } from '../schema.ts';
import { usePasswordRules, useSignInNameRules } from './rules-of-fields.ts';

export const roles = ['owner', 'manager', 'rep', 'finance', 'officer', 'admin'] as const satisfies readonly Role[];

interface NewAccountProps {
  readonly open: boolean;
  /** An imported rep without an account, or `null` for somebody new. */
  readonly person: Person | null;
  readonly onClose: () => void;
}

type Fields = Omit<NewAccount, 'personId'>;

export function NewAccountDrawer({ open, person, onClose }: NewAccountProps) {
  const { t } = useTranslation();
  const { message } = App.useApp();
  const [form] = Form.useForm<Fields>();
  const passwordRules = usePasswordRules();
  const signInNameRules = useSignInNameRules();
  const create = useMutation({
    mutationFn: (fields: Fields) =>
      sendJson<Person>('POST', '/api/people', {
        ...fields,
        personName: fields.personName.trim(),
        ...(person === null ? {} : { personId: person.id }),
      } satisfies NewAccount),
    onSuccess: async () => {
      message.success(t('identity.people.created'));
      form.resetFields();
      onClose();
      await queryClient.invalidateQueries({ queryKey: ['people'] });
    },
  });
  const { reset } = create;
  // A draft survives closing; another person begins a new one.
  useEffect(() => {
    if (!open) return;
    reset();
    if (person !== null) form.setFieldsValue({ personName: person.name, role: 'rep' });
  }, [open, person, form, reset]);

  return (
    <Drawer
      open={open}
      onClose={onClose}
      size={420}
      forceRender
      title={person === null ? t('identity.people.create') : `${t('identity.people.giveAccount')} · ${person.name}`}
      footer={
        <div className="button-row">
          <Button type="primary" loading={create.isPending} onClick={() => form.submit()}>
            {t('common.save')}
          </Button>
          <Button onClick={onClose}>{t('common.cancel')}</Button>
        </div>
      }
    >
      {create.error !== null && <Alert type="error" showIcon role="alert" title={problemText(create.error)} className="gap-below" />}
      <Form<Fields>
        form={form}
        layout="vertical"
        requiredMark={false}
        initialValues={{ role: 'rep' }}
        onFinish={(fields) => create.mutate(fields)}
        onKeyDown={(event) => {
          if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) form.submit();
        }}
      >
        <Form.Item
          name="personName"
          label={t('identity.people.name')}
          rules={[{ required: true, whitespace: true, message: t('identity.people.fieldNeeded') }]}
        >
          <Input maxLength={50} disabled={person !== null} autoComplete="off" />
        </Form.Item>
        <Form.Item
          name="signInName"
          label={t('identity.people.signInName')}
          extra={t('identity.setup.signInNameHelp')}
          rules={signInNameRules}
        >
          <Input maxLength={50} autoComplete="off" />
        </Form.Item>
        <Form.Item name="password" label={t('identity.signIn.password')} extra={t('identity.setup.passwordHelp')} rules={passwordRules}>
          <Input.Password maxLength={200} autoComplete="new-password" />
        </Form.Item>
        <Form.Item name="role" label={t('identity.people.role')} rules={[{ required: true, message: t('identity.people.fieldNeeded') }]}>
          <Radio.Group
            className="stack-radios"
            options={roles.map((role) => ({
              value: role,
              label: (
                <>
                  {t(`shell.role.${role}`)} <span className="sub">{t(`identity.people.roleHelp.${role}`)}</span>
                </>
              ),
            }))}
          />
        </Form.Item>
      </Form>
    </Drawer>
  );
}

export function NewPasswordDialog({ person, onClose }: { readonly person: Person | null; readonly onClose: () => void }) {
  const { t } = useTranslation();
  const { message } = App.useApp();
  const [form] = Form.useForm<{ password: string }>();
  const passwordRules = usePasswordRules();
  const change = useMutation({
    mutationFn: ({ password }: { password: string }) =>
      sendJson<Person>('PATCH', `/api/people/${encodeURIComponent(person?.id ?? '')}`, { password } satisfies ChangeAccount),
    onSuccess: () => {
      message.success(t('identity.people.passwordChanged'));
      onClose();
    },
  });
  return (
    <Modal
      open={person !== null}
      title={t('identity.people.newPasswordFor', { name: person?.name ?? '' })}
      okText={t('common.save')}
      cancelText={t('common.cancel')}
      confirmLoading={change.isPending}
      onOk={() => form.submit()}
      onCancel={onClose}
      afterClose={() => {
        form.resetFields();
        change.reset();
      }}
      forceRender
    >
      {change.error !== null && <Alert type="error" showIcon role="alert" title={problemText(change.error)} className="gap-below" />}
      <Form<{ password: string }> form={form} layout="vertical" requiredMark={false} onFinish={(fields) => change.mutate(fields)}>
        <Form.Item name="password" label={t('identity.signIn.password')} extra={t('identity.setup.passwordHelp')} rules={passwordRules}>
          <Input.Password maxLength={200} autoComplete="new-password" />
        </Form.Item>
      </Form>
    </Modal>
  );
}
