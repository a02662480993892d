import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { Button, Watermark } from 'antd';
import { useTranslation } from 'react-i18next';
import { CustomerTable } from '#modules/detection/web/customer-table.tsx';
import { customersQuery } from '#modules/detection/web/queries.ts';
import { formatNumber } from '../format.ts';
import { usePreferences } from '../preferences.ts';
import { usePageMark } from '../ui/page-mark.ts';
import { Page, Panel } from '../ui/page.tsx';
import { Empty, QueryView } from '../ui/states.tsx';
import { useGreeting } from './greeting.ts';

const shown = 20;

/** A sales rep’s day: which of the own customers went quiet. A service list, nothing about the rep. */
export function RepHome() {
  const { t } = useTranslation();
  const { language } = usePreferences();
  const greeting = useGreeting();
  const mark = usePageMark();
  const silent = useQuery(customersQuery({ silent: true, sort: 'silence', limit: shown }));
  const any = useQuery({ ...customersQuery({ sort: 'silence', limit: 1 }), enabled: silent.data?.total === 0 });
  const count = silent.data?.total ?? 0;
  const nothing = count === 0 && any.data?.total === 0;
  const sentence =
    silent.data === undefined || nothing
      ? undefined
      : count === 0
        ? t('home.repSentenceNone')
        : t('home.repSentence', { number: formatNumber(count, language) });
  return (
    <Watermark {...mark}>
      <Page
        title={greeting}
        {...(sentence === undefined ? {} : { sentence })}
        actions={
          <Link to="/leak/customers">
            <Button>{t('home.repAll')}</Button>
          </Link>
        }
      >
        <Panel flush title={t('home.repList')} note={t('home.repListNote')}>
          <QueryView query={silent}>
            {({ customers }) =>
              nothing ? (
                <Empty title={t('home.repEmpty')} help={t('home.repEmptyHelp')} />
              ) : customers.length === 0 ? (
                <Empty title={t('home.repSentenceNone')} />
              ) : (
                <CustomerTable customers={customers} run={undefined} withRep={false} />
              )
            }
          </QueryView>
        </Panel>
      </Page>
    </Watermark>
  );
}
