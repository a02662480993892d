import { queryOptions, useQuery, useSuspenseQuery } from '@tanstack/react-query';
import type { Me } from '#modules/identity/schema.ts';
import { ApiProblem, getJson, sendJson } from './api.ts';
import { queryClient } from './query-client.ts';

/** Who is signed in on this browser; `null` when nobody is. */
export const meQuery = queryOptions({
  queryKey: ['me'],
  queryFn: async ({ signal }): Promise<Me | null> => {
    try {
      return await getJson<Me>('/api/me', signal);
    } catch (error) {
      if (error instanceof ApiProblem && error.status === 401) return null;
      throw error;
    }
  },
  staleTime: 60_000,
});

/** The person signed in. Only for pages inside the shell, which are not shown to anybody else. */
export function useMe(): Me {
  const me = useSuspenseQuery(meQuery).data;
  if (me === null) throw new ApiProblem(401, { code: 'identity.not_signed_in' });
  return me;
}

export function useMaybeMe(): Me | null {
  return useQuery(meQuery).data ?? null;
}

/** Whether to offer something. The server decides again; this only keeps dead ends off the screen. */
export function useMay(): (right: string) => boolean {
  const { rights } = useMe();
  return (right) => rights.includes(right);
}

/** Puts another person's session in place: nothing the one before has seen stays in memory. */
export function becomes(me: Me | null): void {
  // Set, not removed and set: pages watch this very entry.
  queryClient.setQueryData(meQuery.queryKey, me);
  queryClient.removeQueries({ predicate: ({ queryKey }) => queryKey[0] !== meQuery.queryKey[0] });
}

/** @throws {ApiProblem} when the server refuses or cannot be reached */
export async function signOut(): Promise<void> {
  await sendJson('DELETE', '/api/session');
  becomes(null);
}
