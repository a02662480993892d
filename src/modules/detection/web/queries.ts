import { queryOptions } from '@tanstack/react-query';
import { getJson, withQuery } from '#web/api.ts';
import type { CustomerFigures, CustomerView, LeakRun, LeakView, RepView } from '../schema.ts';
import type { CustomerSearch } from './search.ts';

export const pageSize = 50;

export function reportQuery(run?: string) {
  return queryOptions({
    queryKey: ['leak', 'report', run ?? 'latest'],
    queryFn: ({ signal }) => getJson<LeakView>(withQuery('/api/leak/report', { run }), signal),
  });
}

/** Asked again every second while a check runs. */
export const runsQuery = queryOptions({
  queryKey: ['leak', 'runs'],
  queryFn: ({ signal }) => getJson<{ runs: LeakRun[] }>('/api/leak/runs', signal),
  refetchInterval: (query) => (query.state.data?.runs.some(isUnfinished) === true ? 1000 : false),
});

export function isUnfinished(run: LeakRun): boolean {
  return run.status === 'queued' || run.status === 'running';
}

export function repQuery(personId: string, run?: string) {
  return queryOptions({
    queryKey: ['leak', 'rep', personId, run ?? 'latest'],
    queryFn: ({ signal }) => getJson<RepView>(withQuery(`/api/leak/reps/${encodeURIComponent(personId)}`, { run }), signal),
  });
}

export type CustomerFilter = Omit<CustomerSearch, 'page'> & { readonly limit?: number; readonly offset?: number };

export function customersQuery(filter: CustomerFilter) {
  return queryOptions({
    queryKey: ['leak', 'customers', filter],
    queryFn: ({ signal }) =>
      getJson<{ customers: CustomerFigures[]; total: number }>(withQuery('/api/leak/customers', { ...filter }), signal),
  });
}

export function customerQuery(customerId: string, run?: string) {
  return queryOptions({
    queryKey: ['leak', 'customer', customerId, run ?? 'latest'],
    queryFn: ({ signal }) => getJson<CustomerView>(withQuery(`/api/leak/customers/${encodeURIComponent(customerId)}`, { run }), signal),
  });
}

/** Address of the self-contained report for mailing. */
export function reportFile(run: string, language: string): string {
  return withQuery('/api/leak/report.html', { run, lang: language });
}
