import { QueryClient } from '@tanstack/react-query';
import { ApiProblem } from './api.ts';

export const queryClient = new QueryClient({
  defaultOptions: {
    queries: {
      staleTime: 30_000,
      // A refusal stays a refusal; only a server that is away is worth asking again.
      retry: (failures, error) => failures < 2 && error instanceof ApiProblem && (error.status === 0 || error.status >= 500),
      // Our own server may sit in the office while the line to the Internet is down.
      networkMode: 'always',
    },
    mutations: { networkMode: 'always' },
  },
});
