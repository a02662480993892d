import { queryOptions } from '@tanstack/react-query';
import { getJson } from '#web/api.ts';
import type { Import, ImportDetail } from '../schema.ts';

export function isRunning(one: Import): boolean {
  return one.status === 'queued' || one.status === 'reading';
}

/** Asked again while something is being read, so that one can leave and come back. */
export const importsQuery = queryOptions({
  queryKey: ['imports'],
  queryFn: ({ signal }) => getJson<{ imports: Import[] }>('/api/imports', signal),
  refetchInterval: (query) => (query.state.data?.imports.some(isRunning) === true ? 2000 : false),
});

export function importQuery(id: string) {
  return queryOptions({
    queryKey: ['imports', id],
    queryFn: ({ signal }) => getJson<ImportDetail>(`/api/imports/${encodeURIComponent(id)}`, signal),
    refetchInterval: (query) => (query.state.data !== undefined && isRunning(query.state.data.import) ? 1000 : false),
  });
}
