import { queryOptions } from '@tanstack/react-query';
import { getJson, withQuery } from '#web/api.ts';
import type { Person, Role } from '../schema.ts';

export interface DemoSignIns {
  readonly demo: boolean;
  readonly signIns: readonly { readonly name: string; readonly password: string; readonly role: Role; readonly personName: string }[];
}

export const demoQuery = queryOptions({
  queryKey: ['demo'],
  queryFn: ({ signal }) => getJson<DemoSignIns>('/api/demo', signal),
  staleTime: Number.POSITIVE_INFINITY,
});

export function setupQuery(token: string) {
  return queryOptions({
    queryKey: ['setup', token],
    queryFn: ({ signal }) => getJson<{ valid: boolean }>(withQuery('/api/setup', { token }), signal),
    // One use only: an answer from before would be wrong after the form was sent elsewhere.
    staleTime: 0,
  });
}

export interface PeopleFilter {
  readonly search: string;
  readonly limit: number;
  readonly offset: number;
}

export function peopleQuery(filter: PeopleFilter) {
  return queryOptions({
    queryKey: ['people', filter],
    queryFn: ({ signal }) => getJson<{ people: Person[]; total: number }>(withQuery('/api/people', { ...filter }), signal),
    placeholderData: (before) => before,
  });
}
