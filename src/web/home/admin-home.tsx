import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { Button } from 'antd';
import { useTranslation } from 'react-i18next';
import { peopleQuery } from '#modules/identity/web/queries.ts';
import { formatNumber } from '../format.ts';
import { usePreferences } from '../preferences.ts';
import { Page, Panel } from '../ui/page.tsx';
import { useGreeting } from './greeting.ts';

/** The administrator of the system: accounts and whether the system works; no content of the business. */
export function AdminHome() {
  const { t } = useTranslation();
  const { language } = usePreferences();
  const greeting = useGreeting();
  const people = useQuery(peopleQuery({ search: '', limit: 1, offset: 0 }));
  return (
    <Page
      title={greeting}
      {...(people.data === undefined ? {} : { sentence: t('home.adminSentence', { number: formatNumber(people.data.total, language) }) })}
      note={t('home.adminNote')}
      actions={
        <Link to="/people">
          <Button type="primary">{t('home.adminToPeople')}</Button>
        </Link>
      }
    >
      <Panel title={t('home.adminState')}>
        <dl className="fact-list fact-list-start">
          <dt>{t('home.adminServer')}</dt>
          <dd>
            <Alive path="/healthz" />
          </dd>
          <dt>{t('home.adminDatabase')}</dt>
          <dd>
            <Alive path="/readyz" />
          </dd>
        </dl>
      </Panel>
    </Page>
  );
}

function Alive({ path }: { readonly path: '/healthz' | '/readyz' }) {
  const { t } = useTranslation();
  const check = useQuery({
    queryKey: ['state', path],
    queryFn: async () => (await fetch(path, { cache: 'no-store' })).ok,
    refetchInterval: 10_000,
  });
  if (check.isPending) return <span className="muted">{t('common.loading')}</span>;
  return check.data === true ? <span>{t('home.ok')}</span> : <span className="state-failed">{t('home.notOk')}</span>;
}
