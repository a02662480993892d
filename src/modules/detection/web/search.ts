/** What the address bar holds on the pages of the leak check: every view can be sent as a link. */
export interface LeakSearch {
  readonly run?: string;
}

export const customerSorts = ['evidence', 'silence', 'missing', 'name'] as const;
export type CustomerSort = (typeof customerSorts)[number];
const shapes = ['thin', 'capture', 'shave'] as const;

export interface CustomerSearch extends LeakSearch {
  readonly rep?: string;
  readonly shape?: (typeof shapes)[number];
  readonly silent?: boolean;
  readonly search?: string;
  readonly sort?: CustomerSort;
  readonly page?: number;
}

/** Keeps what is understood, drops the rest: a mangled link still opens. */
export function leakSearch(raw: Record<string, unknown>): LeakSearch {
  return typeof raw['run'] === 'string' ? { run: raw['run'] } : {};
}

/** See `leakSearch`. */
export function customerSearch(raw: Record<string, unknown>): CustomerSearch {
  const shape = shapes.find((known) => known === raw['shape']);
  const sort = customerSorts.find((known) => known === raw['sort']);
  const page = Number(raw['page']);
  return {
    ...leakSearch(raw),
    ...(typeof raw['rep'] === 'string' ? { rep: raw['rep'] } : {}),
    ...(shape === undefined ? {} : { shape }),
    ...(raw['silent'] === true || raw['silent'] === 'true' ? { silent: true } : {}),
    // A search for digits arrives as a number.
    ...(typeof raw['search'] === 'string' || typeof raw['search'] === 'number' ? { search: String(raw['search']).slice(0, 100) } : {}),
    ...(sort === undefined ? {} : { sort }),
    ...(Number.isInteger(page) && page > 1 ? { page } : {}),
  };
}
