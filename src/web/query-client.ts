import { QueryCache, QueryClient } from '@tanstack/react-query';
import { ApiProblem } from './api.ts';

/** A session that ended elsewhere shows as a 401 anywhere; the shell then leads to the sign-in page. */
function noticeSignedOut(error: Error): void {
  if (error instanceof ApiProblem && error.status === 401) queryClient.setQueryData(['me'], null);
}

export const queryClient = new QueryClient({
  queryCache: new QueryCache({ onError: noticeSignedOut }),
  defaultOptions: {
    queries: {
      staleTime: 30_000,
      // A refusal stays a refusal; only a server that is away is worth asking again.
      retry: (failures, error) => failures < 2 && error instanceof ApiProblem && (error.status === 0 || error.status >= 500),
      // Our own server may sit in the office while the line to the Internet is down.
      networkMode: 'always',
    },
    mutations: { networkMode: 'always', onError: noticeSignedOut },
  },
});
