/**
 * The one error class. A problem has a code declared in a module's `schema.ts` with its HTTP status; its texts in
 * both languages live in `src/i18n` under `problem.<code>`. Everything else that is thrown is a bug and becomes a
 * 500 without details.
 */
export class Problem extends Error {
  readonly code: string;
  readonly status: number;
  /** Values for the text's placeholders; safe to show to the caller. */
  readonly details: Readonly<Record<string, unknown>>;

  constructor(definition: ProblemDefinition, details: Record<string, unknown> = {}) {
    super(definition.code);
    this.name = 'Problem';
    this.code = definition.code;
    this.status = definition.status;
    this.details = details;
  }
}

export interface ProblemDefinition {
  readonly code: string;
  readonly status: 400 | 401 | 403 | 404 | 409 | 413 | 415 | 422 | 423 | 429 | 503;
}

/** Declares the problems of one module: `defineProblems('orders', {bad_date: 422})` gives `orders.bad_date`. */
export function defineProblems<const T extends Record<string, ProblemDefinition['status']>>(
  module: string,
  table: T,
): { readonly [K in keyof T]: ProblemDefinition } {
  const entries = Object.entries(table).map(([name, status]) => [name, { code: `${module}.${name}`, status }]);
  return Object.fromEntries(entries) as { readonly [K in keyof T]: ProblemDefinition };
}
