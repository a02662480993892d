import { problems as english } from '#i18n/en/problems.ts';
import { problems as chinese } from '#i18n/zh-CN/problems.ts';
import { Problem, type ProblemDefinition } from '#shared/problem.ts';

/** Problems of the request itself; those of the business are declared in each module's `schema.ts`. */
export const requestProblems = {
  invalid: { code: 'request.invalid', status: 400 },
  not_found: { code: 'request.not_found', status: 404 },
  too_many: { code: 'request.too_many', status: 429 },
  too_large: { code: 'request.too_large', status: 413 },
  unsupported: { code: 'request.unsupported', status: 415 },
  disk_full: { code: 'request.disk_full', status: 503 },
  foreign_origin: { code: 'request.foreign_origin', status: 403 },
  not_signed_in: { code: 'identity.not_signed_in', status: 401 },
  forbidden: { code: 'identity.forbidden', status: 403 },
} as const satisfies Record<string, ProblemDefinition>;

export interface ProblemBody {
  readonly type: string;
  readonly title: string;
  readonly status: number;
  readonly code: string;
  readonly details: Readonly<Record<string, unknown>>;
  readonly titles: { readonly 'zh-CN': string; readonly en: string };
  /** The request's number, under which the log has more. */
  readonly instance: string;
}

/** What an error is to the caller; null for a bug, of which the caller learns only the request's number. */
export function toProblem(error: unknown): Problem | null {
  if (error instanceof Problem) return error;
  const { validation, validationContext, code, statusCode } = error as {
    validation?: { instancePath: string; message?: string; params: Record<string, unknown> }[];
    validationContext?: string;
    code?: string;
    statusCode?: number;
  };
  const first = validation?.[0];
  if (first) {
    const extra = first.params['additionalProperty'] ?? first.params['missingProperty'];
    const field = [first.instancePath.slice(1).replaceAll('/', '.'), extra].filter(Boolean).join('.');
    return new Problem(requestProblems.invalid, {
      field: field || validationContext || '',
      reason: first.message ?? '',
    });
  }
  // PostgreSQL's own code, and the operating system's.
  if (code === '53100' || code === 'ENOSPC') return new Problem(requestProblems.disk_full);
  if (code === 'FST_ERR_CTP_INVALID_MEDIA_TYPE') return new Problem(requestProblems.unsupported);
  if (statusCode === 413) return new Problem(requestProblems.too_large, { limit: '' });
  if (statusCode === 404) return new Problem(requestProblems.not_found);
  if (statusCode !== undefined && statusCode >= 400 && statusCode < 500) {
    return new Problem(requestProblems.invalid, { field: '', reason: (error as Error).message });
  }
  return null;
}

/** RFC 9457, with the text in both languages. `@source` https://www.rfc-editor.org/rfc/rfc9457 */
export function problemBody(problem: Problem | null, id: string): ProblemBody {
  const code = problem?.code ?? 'request.failed';
  const details = problem?.details ?? { id };
  const titles = { 'zh-CN': text(chinese, code, details), en: text(english, code, details) };
  return {
    type: `urn:shoudan:problem:${code}`,
    title: titles.en,
    status: problem?.status ?? 500,
    code,
    details,
    titles,
    instance: id,
  };
}

function text(table: Readonly<Record<string, string>>, code: string, details: Readonly<Record<string, unknown>>): string {
  const pattern = table[code] ?? code;
  return pattern.replaceAll(/\{(\w+)\}/g, (_, name: string) => String(details[name] ?? ''));
}
