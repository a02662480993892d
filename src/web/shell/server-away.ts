import { useSyncExternalStore } from 'react';
import { ApiProblem } from '../api.ts';
import { queryClient } from '../query-client.ts';

/**
 * Whether the server is away. Any answer that did not come raises the suspicion; from then on `/healthz` is asked every
 * three seconds, and once it answers everything on the page is asked for again.
 */
let away = false;
let watch: ReturnType<typeof setInterval> | undefined;
const listeners = new Set<() => void>();

queryClient.getQueryCache().subscribe((event) => {
  const error: unknown = event.query.state.error ?? event.query.state.fetchFailureReason;
  if (error instanceof ApiProblem && error.status === 0) become(true);
});

async function ask(): Promise<void> {
  try {
    if (!(await fetch('/healthz', { cache: 'no-store' })).ok) return;
  } catch {
    return;
  }
  become(false);
  await queryClient.invalidateQueries();
}

function become(next: boolean): void {
  if (away === next) return;
  away = next;
  clearInterval(watch);
  if (away) watch = setInterval(() => void ask(), 3000);
  for (const listener of listeners) listener();
}

export function useServerAway(): boolean {
  return useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    () => away,
  );
}
