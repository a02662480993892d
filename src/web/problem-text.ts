import i18next from 'i18next';
import { ApiProblem } from './api.ts';
import { preferences } from './preferences.ts';

/** What to tell a person about an error: the server's own sentence where it sent one. */
export function problemText(error: unknown): string {
  if (error instanceof ApiProblem) {
    const title = error.titles[preferences().language];
    if (title !== undefined) return title;
    if (error.status === 0) return i18next.t('shell.failure.unreachable');
  }
  return i18next.t('shell.failure.broken');
}

/** What to pass on to whoever runs the server: code and number of the request. */
export function problemCode(error: unknown): string {
  if (error instanceof ApiProblem) return [error.code, error.requestId].filter(Boolean).join(' · ');
  return error instanceof Error ? `${error.name}: ${error.message}` : 'unknown';
}
