import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { getRouteApi, Link } from '@tanstack/react-router';
import { Button, Input, Pagination, Segmented, Select, Watermark } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { formatNumber } from '#web/format.ts';
import { usePreferences } from '#web/preferences.ts';
import { useMay, useMe } from '#web/session.ts';
import { usePageMark } from '#web/ui/page-mark.ts';
import { Page, Panel } from '#web/ui/page.tsx';
import { Empty, QueryView } from '#web/ui/states.tsx';
import { CustomerTable } from './customer-table.tsx';
import { customersQuery, pageSize, reportQuery } from './queries.ts';
import type { CustomerSearch, CustomerSort } from './search.ts';

const route = getRouteApi('/shell/leak/customers');

/** All customers a person may see; filters live in the address, so a view can be sent to a colleague. */
export function CustomersPage() {
  const { t } = useTranslation();
  const { language } = usePreferences();
  const me = useMe();
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const mark = usePageMark();
  const { page = 1, ...filter } = search;
  const list = useQuery({
    ...customersQuery({ sort: defaultSort(me.role), ...filter, limit: pageSize, offset: (page - 1) * pageSize }),
    placeholderData: keepPreviousData,
  });
  const filtered = filter.rep !== undefined || filter.shape !== undefined || filter.silent === true || filter.search !== undefined;

  /** A changed filter begins at the first page again. */
  function change(part: Partial<Record<keyof CustomerSearch, unknown>>) {
    const next = { ...filter, ...part };
    void navigate({
      search: Object.fromEntries(Object.entries(next).filter(([, value]) => value !== undefined && value !== false && value !== '')),
    });
  }

  return (
    <Watermark {...mark}>
      <Page title={t('leak.customers.title')} note={me.role === 'rep' ? t('leak.customers.leadRep') : t('leak.customers.lead')}>
        <Panel flush>
          <Filters search={search} onChange={change} filtered={filtered} />
          <QueryView query={list} rows={12}>
            {({ customers, total }) =>
              total === 0 ? (
                <NothingFound filtered={filtered} onClear={() => void navigate({ search: {} })} />
              ) : (
                <>
                  <CustomerTable customers={customers} run={search.run} withRep={me.role !== 'rep'} />
                  <div className="pager">
                    <Pagination
                      current={page}
                      pageSize={pageSize}
                      total={total}
                      showSizeChanger={false}
                      responsive
                      showTotal={(count) => t('leak.customers.count', { number: formatNumber(count, language) })}
                      onChange={(next) => {
                        void navigate({ search: { ...filter, ...(next > 1 ? { page: next } : {}) } });
                        window.scrollTo({ top: 0 });
                      }}
                    />
                  </div>
                </>
              )
            }
          </QueryView>
        </Panel>
      </Page>
    </Watermark>
  );
}

function defaultSort(role: string): CustomerSort {
  return role === 'rep' ? 'silence' : 'evidence';
}

interface FiltersProps {
  readonly search: CustomerSearch;
  readonly onChange: (part: Partial<Record<keyof CustomerSearch, unknown>>) => void;
  readonly filtered: boolean;
}

function Filters({ search, onChange, filtered }: FiltersProps) {
  const { t } = useTranslation();
  const me = useMe();
  const may = useMay();
  const seesReps = may('detection.see_reps');
  const reps = useQuery({ ...reportQuery(search.run), enabled: seesReps }).data?.reps ?? [];
  // What is being typed counts only for the address it was typed at: the search in the top bar changes the address too.
  const [draft, setDraft] = useState({ for: search.search, text: search.search ?? '' });
  const text = draft.for === search.search ? draft.text : (search.search ?? '');

  const sorts: { value: CustomerSort; label: string }[] = [
    ...(seesReps ? [{ value: 'evidence' as const, label: t('leak.customers.sortEvidence') }] : []),
    { value: 'silence', label: t('leak.customers.sortSilent') },
    { value: 'missing', label: t('leak.customers.sortMissing') },
    { value: 'name', label: t('leak.customers.sortName') },
  ];
  return (
    <div className="filters no-print" role="search">
      <Segmented
        aria-label={t('leak.customers.title')}
        value={search.silent === true ? 'silent' : 'all'}
        onChange={(value) => onChange({ silent: value === 'silent' })}
        options={[
          { value: 'all', label: t('leak.customers.all') },
          { value: 'silent', label: t('leak.customers.silentOnly') },
        ]}
      />
      {seesReps && (
        <Select
          aria-label={t('leak.customers.filterRep')}
          showSearch={{ optionFilterProp: 'label' }}
          allowClear
          placeholder={t('leak.customers.anyRep')}
          popupMatchSelectWidth={false}
          className="filter-select"
          value={search.rep ?? null}
          onChange={(rep) => onChange({ rep: rep ?? undefined })}
          options={reps.map((rep) => ({ value: rep.id, label: rep.name }))}
        />
      )}
      {seesReps && (
        <Select
          aria-label={t('leak.customers.filterShape')}
          allowClear
          placeholder={t('leak.customers.anyShape')}
          className="filter-select"
          popupMatchSelectWidth={false}
          value={search.shape ?? null}
          onChange={(shape) => onChange({ shape: shape ?? undefined })}
          options={(['capture', 'thin', 'shave'] as const).map((shape) => ({ value: shape, label: t(`detection.shape.${shape}`) }))}
        />
      )}
      <Input.Search
        className="grow"
        allowClear
        aria-label={t('leak.customers.search')}
        placeholder={t('leak.customers.search')}
        value={text}
        maxLength={100}
        onChange={(event) => setDraft({ for: search.search, text: event.target.value })}
        onSearch={(value) => onChange({ search: value.trim() })}
      />
      <Select
        aria-label={t('leak.customers.sort')}
        className="filter-select"
        popupMatchSelectWidth={false}
        value={search.sort ?? defaultSort(me.role)}
        onChange={(sort) => onChange({ sort: sort === defaultSort(me.role) ? undefined : sort })}
        options={sorts}
      />
      {filtered && (
        <Button type="link" onClick={() => onChange({ rep: undefined, shape: undefined, silent: undefined, search: undefined })}>
          {t('leak.customers.clear')}
        </Button>
      )}
    </div>
  );
}

function NothingFound({ filtered, onClear }: { readonly filtered: boolean; readonly onClear: () => void }) {
  const { t } = useTranslation();
  const may = useMay();
  if (filtered) {
    return (
      <Empty
        title={t('leak.customers.empty')}
        help={t('leak.customers.emptyHelp')}
        action={<Button onClick={onClear}>{t('leak.customers.clear')}</Button>}
      />
    );
  }
  return (
    <Empty
      title={t('leak.customers.emptyData')}
      help={t('leak.customers.emptyDataHelp')}
      action={
        may('orders.import') && (
          <Link to="/imports">
            <Button type="primary">{t('leak.toImport')}</Button>
          </Link>
        )
      }
    />
  );
}
