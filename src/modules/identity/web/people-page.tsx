import { keepPreviousData, useMutation, useQuery } from '@tanstack/react-query';
import { App, Button, Grid, Input, Pagination, Select, Table, type TableColumnsType, Watermark } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { sendJson } from '#web/api.ts';
import { formatNumber } from '#web/format.ts';
import { usePreferences } from '#web/preferences.ts';
import { problemText } from '#web/problem-text.ts';
import { queryClient } from '#web/query-client.ts';
import { When } from '#web/ui/figures.tsx';
import { usePageMark } from '#web/ui/page-mark.ts';
import { Page, Panel } from '#web/ui/page.tsx';
import { Empty, QueryView } from '#web/ui/states.tsx';
import type { ChangeAccount, Person, Role } from '../schema.ts';
import { NewAccountDrawer, NewPasswordDialog, roles } from './account-forms.tsx';
import { peopleQuery } from './queries.ts';

const pageSize = 50;

type Open = { readonly form: 'account'; readonly person: Person | null } | { readonly form: 'password'; readonly person: Person } | null;

/** Who may sign in and as what. The administrator sees people here, never customers. */
export function PeoplePage() {
  const { t } = useTranslation();
  const { language } = usePreferences();
  const mark = usePageMark();
  const [search, setSearch] = useState('');
  const [page, setPage] = useState(1);
  const [open, setOpen] = useState<Open>(null);
  const list = useQuery({ ...peopleQuery({ search, limit: pageSize, offset: (page - 1) * pageSize }), placeholderData: keepPreviousData });

  return (
    <Watermark {...mark}>
      <Page
        title={t('identity.people.title')}
        note={t('identity.people.lead')}
        actions={
          <Button type="primary" onClick={() => setOpen({ form: 'account', person: null })}>
            {t('identity.people.create')}
          </Button>
        }
      >
        <Panel flush>
          <div className="filters" role="search">
            <Input.Search
              className="grow"
              allowClear
              maxLength={100}
              placeholder={t('identity.people.search')}
              aria-label={t('identity.people.search')}
              onSearch={(text) => {
                setSearch(text.trim());
                setPage(1);
              }}
            />
          </div>
          <QueryView query={list} rows={10}>
            {({ people, total }) =>
              total === 0 ? (
                <Empty title={t('identity.people.empty')} help={t('identity.people.emptyHelp')} />
              ) : (
                <>
                  <PeopleTable people={people} onOpen={setOpen} />
                  {total > pageSize && (
                    <div className="pager">
                      <Pagination
                        current={page}
                        pageSize={pageSize}
                        total={total}
                        showSizeChanger={false}
                        showTotal={(count) => t('common.total', { number: formatNumber(count, language) })}
                        onChange={setPage}
                      />
                    </div>
                  )}
                </>
              )
            }
          </QueryView>
        </Panel>
        <NewAccountDrawer
          open={open?.form === 'account'}
          person={open?.form === 'account' ? open.person : null}
          onClose={() => setOpen(null)}
        />
        <NewPasswordDialog person={open?.form === 'password' ? open.person : null} onClose={() => setOpen(null)} />
      </Page>
    </Watermark>
  );
}

interface PeopleTableProps {
  readonly people: readonly Person[];
  readonly onOpen: (open: Open) => void;
}

function PeopleTable({ people, onOpen }: PeopleTableProps) {
  const { t } = useTranslation();
  const narrow = Grid.useBreakpoint().md === false;
  if (narrow) {
    return (
      <ul className="row-cards">
        {people.map((person) => (
          <li key={person.id} className="row-card">
            <span className="row-card-head">
              <strong>{person.name}</strong>
              <AccountState person={person} />
            </span>
            <span className="sub">{[person.signInName, person.code, person.region].filter((part) => part !== null).join(' · ')}</span>
            <span className="button-row">
              {person.signInName !== null && <RoleSelect person={person} />}
              <PersonActions person={person} onOpen={onOpen} />
            </span>
          </li>
        ))}
      </ul>
    );
  }
  const columns: TableColumnsType<Person> = [
    {
      title: t('identity.people.name'),
      key: 'name',
      render: (_, person) => (
        <span className="cell-two">
          <span>{person.name}</span>
          <span className="sub">{[person.code, person.region].filter((part) => part !== null).join(' · ')}</span>
        </span>
      ),
    },
    {
      title: t('identity.people.signInName'),
      key: 'signInName',
      width: 160,
      render: (_, person) => person.signInName ?? <span className="muted">{t('identity.people.noAccount')}</span>,
    },
    {
      title: t('identity.people.role'),
      key: 'role',
      width: 190,
      render: (_, person) => person.signInName !== null && <RoleSelect person={person} />,
    },
    { title: t('identity.people.state'), key: 'state', width: 110, render: (_, person) => <AccountState person={person} /> },
    {
      title: t('identity.people.lastSignIn'),
      key: 'lastSignIn',
      width: 150,
      render: (_, person) =>
        person.lastSignIn === null ? (
          <span className="muted">{person.signInName !== null && t('identity.people.never')}</span>
        ) : (
          <When at={person.lastSignIn} />
        ),
    },
    {
      title: t('identity.people.actions'),
      key: 'actions',
      width: 220,
      render: (_, person) => <PersonActions person={person} onOpen={onOpen} />,
    },
  ];
  return (
    <Table<Person> rowKey="id" size="middle" columns={columns} dataSource={[...people]} pagination={false} scroll={{ x: 'max-content' }} />
  );
}

function AccountState({ person }: { readonly person: Person }) {
  const { t } = useTranslation();
  if (person.signInName === null) return <span className="muted">{t('identity.people.noAccount')}</span>;
  return person.suspended ? (
    <span className="tier tier-insufficient">{t('identity.people.suspended')}</span>
  ) : (
    <span className="tier tier-none">{t('identity.people.active')}</span>
  );
}

function useChange(person: Person) {
  const { t } = useTranslation();
  const { message } = App.useApp();
  return useMutation({
    mutationFn: (change: ChangeAccount) => sendJson<Person>('PATCH', `/api/people/${encodeURIComponent(person.id)}`, change),
    onSuccess: async () => {
      message.success(t('identity.people.changed'));
      await queryClient.invalidateQueries({ queryKey: ['people'] });
    },
    onError: (error) => void message.error(problemText(error)),
  });
}

function RoleSelect({ person }: { readonly person: Person }) {
  const { t } = useTranslation();
  const change = useChange(person);
  return (
    <Select<Role>
      className="filter-select"
      aria-label={`${t('identity.people.role')}: ${person.name}`}
      value={person.role}
      loading={change.isPending}
      popupMatchSelectWidth={false}
      onChange={(role) => change.mutate({ role })}
      options={roles.map((role) => ({ value: role, label: t(`shell.role.${role}`) }))}
    />
  );
}

function PersonActions({ person, onOpen }: { readonly person: Person; readonly onOpen: (open: Open) => void }) {
  const { t } = useTranslation();
  const { modal } = App.useApp();
  const change = useChange(person);
  if (person.signInName === null) {
    return (
      <Button size="small" onClick={() => onOpen({ form: 'account', person })}>
        {t('identity.people.giveAccount')}
      </Button>
    );
  }
  return (
    <span className="button-row">
      <Button size="small" onClick={() => onOpen({ form: 'password', person })}>
        {t('identity.people.newPassword')}
      </Button>
      {person.suspended ? (
        <Button size="small" loading={change.isPending} onClick={() => change.mutate({ suspended: false })}>
          {t('identity.people.resume')}
        </Button>
      ) : (
        <Button
          size="small"
          loading={change.isPending}
          onClick={() =>
            void modal.confirm({
              title: t('identity.people.suspendAsk', { name: person.name }),
              content: t('identity.people.suspendHelp'),
              okText: t('identity.people.suspend'),
              cancelText: t('common.cancel'),
              onOk: () => change.mutate({ suspended: true }),
            })
          }
        >
          {t('identity.people.suspend')}
        </Button>
      )}
    </span>
  );
}
