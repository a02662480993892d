import type { Language } from './format.ts';

/** A refusal of the server (RFC 9457), or `network.unreachable` when it did not answer at all. */
export class ApiProblem extends Error {
  readonly code: string;
  readonly status: number;
  readonly details: Readonly<Record<string, unknown>>;
  readonly titles: Readonly<Partial<Record<Language, string>>>;
  /** Number of the request; people pass it on to whoever runs the server. */
  readonly requestId: string | null;

  constructor(status: number, body: ProblemBody) {
    super(body.code ?? (status === 0 ? 'network.unreachable' : `http.${status}`));
    this.name = 'ApiProblem';
    this.code = this.message;
    this.status = status;
    this.details = body.details ?? {};
    this.titles = body.titles ?? {};
    this.requestId = body.instance ?? null;
  }
}

interface ProblemBody {
  readonly code?: string;
  readonly details?: Record<string, unknown>;
  readonly titles?: Partial<Record<Language, string>>;
  readonly instance?: string;
}

type Query = Readonly<Record<string, string | number | boolean | undefined>>;

/** `path('/api/leak/report', {run})`: leaves out what is undefined or empty. */
export function withQuery(path: string, query: Query): string {
  const search = new URLSearchParams();
  for (const [name, value] of Object.entries(query)) {
    if (value !== undefined && value !== '') search.set(name, String(value));
  }
  const text = search.toString();
  return text === '' ? path : `${path}?${text}`;
}

/** @throws {ApiProblem} when the server refuses or cannot be reached */
export async function getJson<T>(path: string, signal?: AbortSignal): Promise<T> {
  return (await send('GET', path, undefined, signal)) as T;
}

/** @throws {ApiProblem} when the server refuses or cannot be reached */
export async function sendJson<T>(method: 'POST' | 'PATCH' | 'DELETE', path: string, body?: unknown): Promise<T> {
  return (await send(method, path, body)) as T;
}

async function send(method: string, path: string, body?: unknown, signal?: AbortSignal): Promise<unknown> {
  let response: Response;
  try {
    response = await fetch(path, {
      method,
      credentials: 'same-origin',
      headers: { accept: 'application/json', ...(body === undefined ? {} : { 'content-type': 'application/json' }) },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      ...(signal === undefined ? {} : { signal }),
    });
  } catch (error) {
    if (error instanceof DOMException && error.name === 'AbortError') throw error;
    throw new ApiProblem(0, {});
  }
  if (response.status === 204) return undefined;
  return read(response.status, await response.text());
}

/** Uploads one file; `onProgress` gets 0..1. `fetch` cannot report upload progress, so this is an XMLHttpRequest. */
export function uploadFile<T>(path: string, file: File, onProgress: (share: number) => void, signal: AbortSignal): Promise<T> {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    request.open('POST', path);
    request.setRequestHeader('accept', 'application/json');
    request.upload.onprogress = (event) => {
      if (event.lengthComputable && event.total > 0) onProgress(event.loaded / event.total);
    };
    request.onload = () => {
      try {
        resolve(read(request.status, request.responseText) as T);
      } catch (error) {
        reject(error);
      }
    };
    request.onerror = () => reject(new ApiProblem(0, {}));
    request.onabort = () => reject(new DOMException('Upload cancelled', 'AbortError'));
    signal.addEventListener('abort', () => request.abort());
    const form = new FormData();
    form.append('file', file);
    request.send(form);
  });
}

function read(status: number, text: string): unknown {
  let body: unknown;
  try {
    body = text === '' ? {} : JSON.parse(text);
  } catch {
    // A proxy in between answers in HTML: the server itself was not reached.
    throw new ApiProblem(status >= 200 && status < 300 ? 0 : status === 502 || status === 504 ? 0 : status, {});
  }
  if (status >= 200 && status < 300) return body;
  throw new ApiProblem(status, (body ?? {}) as ProblemBody);
}
