import { useSyncExternalStore } from 'react';
import { uploadFile, withQuery } from '#web/api.ts';
import { queryClient } from '#web/query-client.ts';
import type { ImportDetail, ImportKind } from '../schema.ts';
import { importsQuery } from './queries.ts';

/** One file on its way; it goes on while the person looks at other pages. */
export interface Upload {
  readonly fileName: string;
  /** 0..1 */
  readonly share: number;
  readonly cancel: () => void;
}

let current: Upload | null = null;
const listeners = new Set<() => void>();

function set(next: Upload | null): void {
  current = next;
  for (const listener of listeners) listener();
}

/** The upload under way on this page of the browser, if any. */
export function useUpload(): Upload | null {
  return useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    () => current,
  );
}

function warnBeforeClosing(event: BeforeUnloadEvent): void {
  event.preventDefault();
}

/**
 * Sends a file and answers its preview. Rejects with `AbortError` when cancelled.
 *
 * @throws {ApiProblem} when the server refuses the file or cannot be reached
 */
export async function startUpload(kind: ImportKind, file: File): Promise<ImportDetail> {
  const abort = new AbortController();
  const cancel = () => abort.abort();
  set({ fileName: file.name, share: 0, cancel });
  window.addEventListener('beforeunload', warnBeforeClosing);
  try {
    return await uploadFile<ImportDetail>(
      withQuery('/api/imports', { kind }),
      file,
      (share) => set({ fileName: file.name, share, cancel }),
      abort.signal,
    );
  } finally {
    window.removeEventListener('beforeunload', warnBeforeClosing);
    set(null);
    void queryClient.invalidateQueries({ queryKey: importsQuery.queryKey });
  }
}
