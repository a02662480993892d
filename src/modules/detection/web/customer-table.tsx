import { Link } from '@tanstack/react-router';
import { Grid, Table, type TableColumnsType } from 'antd';
import { useTranslation } from 'react-i18next';
import { formatDate, formatNumber } from '#web/format.ts';
import { usePreferences } from '#web/preferences.ts';
import { Money } from '#web/ui/figures.tsx';
import type { CustomerFigures } from '../schema.ts';

interface CustomerTableProps {
  readonly customers: readonly CustomerFigures[];
  readonly run: string | undefined;
  readonly withRep: boolean;
}

/** Customers with their rhythm; the name opens the customer. */
export function CustomerTable({ customers, run, withRep }: CustomerTableProps) {
  const { t } = useTranslation();
  const { language } = usePreferences();
  const narrow = Grid.useBreakpoint().md === false;
  if (narrow) return <CustomerCards customers={customers} run={run} withRep={withRep} />;
  const withShape = customers.some((customer) => customer.shape !== null);

  const columns: TableColumnsType<CustomerFigures> = [
    {
      title: t('detection.customer.name'),
      key: 'name',
      render: (_, customer) => (
        <span className="cell-two">
          <CustomerLink customer={customer} run={run} />
          <span className="sub">
            {[customer.code, customer.region].filter((part) => part !== null && part !== customer.name).join(' · ')}
          </span>
        </span>
      ),
    },
    {
      title: t('leak.customers.rhythm'),
      key: 'rhythm',
      width: 200,
      render: (_, customer) => (
        <span className="cell-two">
          <SilenceMark customer={customer} />
          <span className="sub">
            {customer.usualGap === null
              ? t('detection.customer.tooFew')
              : t('leak.customers.usual', { days: formatNumber(customer.usualGap, language, customer.usualGap < 10 ? 1 : 0) })}
          </span>
        </span>
      ),
    },
    { title: t('leak.customers.lastOrder'), key: 'last', width: 140, render: (_, customer) => formatDate(customer.lastOrder, language) },
    {
      title: t('leak.customers.recent'),
      key: 'amount',
      align: 'right',
      width: 200,
      render: (_, customer) => (
        <span>
          <Money value={customer.amountSeen} />{' '}
          <span className="sub">
            / <Money value={customer.amountExpected} />
          </span>
        </span>
      ),
    },
  ];
  if (withShape) {
    columns.push({
      title: t('detection.customer.shape'),
      key: 'shape',
      width: 150,
      render: (_, customer) => customer.shape !== null && t(`detection.shape.${customer.shape}`),
    });
  }
  if (withRep) {
    columns.push({
      title: t('leak.customers.filterRep'),
      key: 'rep',
      width: 120,
      render: (_, customer) => customer.repName ?? <span className="muted">{t('leak.customers.nobody')}</span>,
    });
  }
  return (
    <Table<CustomerFigures>
      rowKey="id"
      size="middle"
      columns={columns}
      dataSource={[...customers]}
      pagination={false}
      scroll={{ x: 'max-content' }}
    />
  );
}

function CustomerCards({ customers, run, withRep }: CustomerTableProps) {
  const { t } = useTranslation();
  const { language } = usePreferences();
  return (
    <ul className="row-cards">
      {customers.map((customer) => (
        <li key={customer.id}>
          <Link
            to="/leak/customers/$customerId"
            params={{ customerId: customer.id }}
            search={run === undefined ? {} : { run }}
            className="row-card"
          >
            <span className="row-card-head">
              <strong>{customer.name}</strong>
              <SilenceMark customer={customer} />
            </span>
            <span className="sub">
              {[
                customer.usualGap === null
                  ? t('detection.customer.tooFew')
                  : t('leak.customers.usual', { days: formatNumber(customer.usualGap, language) }),
                customer.shape === null ? null : t(`detection.shape.${customer.shape}`),
                withRep ? customer.repName : null,
              ]
                .filter((part) => part !== null)
                .join(' · ')}
            </span>
            <span className="sub">
              {t('leak.customers.recent')}: <Money value={customer.amountSeen} /> / <Money value={customer.amountExpected} />
            </span>
          </Link>
        </li>
      ))}
    </ul>
  );
}

/** Silent beyond the own limit, or how long ago the last order was. */
export function SilenceMark({ customer }: { readonly customer: CustomerFigures }) {
  const { t } = useTranslation();
  const { language } = usePreferences();
  const days = formatNumber(customer.silentDays, language);
  return customer.isSilent ? (
    <span className="silence-mark">{t('leak.customers.silentFor', { days })}</span>
  ) : (
    <span className="number">{t('leak.customers.lastDays', { days })}</span>
  );
}

function CustomerLink({ customer, run }: { readonly customer: CustomerFigures; readonly run: string | undefined }) {
  return (
    <Link to="/leak/customers/$customerId" params={{ customerId: customer.id }} search={run === undefined ? {} : { run }}>
      {customer.name}
    </Link>
  );
}
