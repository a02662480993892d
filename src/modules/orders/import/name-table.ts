import { grown, StringTable } from './string-table.ts';

/** What people and systems write where nothing is known. */
const placeholders = new Set([
  '',
  '-',
  '--',
  '/',
  '\\',
  '.',
  '无',
  '空',
  '暂无',
  '未知',
  '#n/a',
  'n/a',
  'na',
  'null',
  'none',
  'nan',
  'undefined',
]);

/**
 * Names or codes that mean the same thing under different spellings: full-width and half-width, inner and outer
 * spaces, brackets of either kind, Excel's ="00123" and '00123. Each distinct spelling is normalised once; after that
 * a row costs one look-up of its bytes.
 */
export class NameTable {
  readonly #names = new StringTable();
  /** Spellings that are not their own normal form, or mean nothing. */
  readonly #spellings = new StringTable();
  /** Entry in `#names` per spelling, -1 for a placeholder. */
  #nameOf = new Int32Array(256);
  /** Spelling that a name was first seen in, + 1; 0 where it is the normal form itself. */
  #firstSpelling = new Int32Array(256);
  readonly #nothing: ReadonlySet<string>;
  readonly #isCode: boolean;
  readonly #longestNothing: number;

  /** @param options.isCode a code: 12346.0 (what spreadsheets make of numbers) means 12346 */
  constructor(options: { isCode?: boolean; nothing?: readonly string[] } = {}) {
    this.#nothing = new Set([...placeholders, ...(options.nothing ?? [])]);
    this.#isCode = options.isCode ?? false;
    this.#longestNothing = Math.max(...[...this.#nothing].map((text) => text.length));
  }

  get size(): number {
    return this.#names.size;
  }

  /** Number of the name in these bytes, -1 when they say nothing. */
  intern(bytes: Uint8Array, start: number, end: number): number {
    if (start === end) return -1;
    const known = this.#names.find(bytes, start, end);
    if (known >= 0) return known;
    const spelling = this.#spellings.find(bytes, start, end);
    if (spelling >= 0) return this.#nameOf[spelling]!;
    return this.#learn(bytes, start, end);
  }

  /** The same for many cells at once, none of them blank. */
  internMany(bytes: Uint8Array, starts: Int32Array, ends: Int32Array, count: number, out: Int32Array): void {
    this.#names.findMany(bytes, starts, ends, count, out);
    for (let i = 0; i < count; i++) if (out[i]! < 0) out[i] = this.intern(bytes, starts[i]!, ends[i]!);
  }

  /** Whether a cell says nothing: blank, or a placeholder such as 无 or n/a. */
  isNothing(text: string): boolean {
    return this.#normal(text) === '';
  }

  /** Number of a name given as text; -1 when it is not in the table. */
  findText(text: string): number {
    const normal = this.#normal(text);
    return normal === '' ? -1 : this.#names.findText(normal);
  }

  internText(text: string): number {
    const bytes = encoder.encode(text);
    return this.intern(bytes, 0, bytes.length);
  }

  /** Normal form: what is compared and hashed. */
  key(name: number): string {
    return this.#names.get(name);
  }

  keyBytes(name: number): Uint8Array {
    return this.#names.bytes(name);
  }

  /** As first written in the file, without outer spaces. */
  label(name: number): string {
    const spelling = (this.#firstSpelling[name] ?? 0) - 1;
    return spelling < 0 ? this.#names.get(name) : undressed(this.#spellings.get(spelling));
  }

  labels(): string[] {
    return Array.from({ length: this.size }, (_, name) => this.label(name));
  }

  #learn(bytes: Uint8Array, start: number, end: number): number {
    if (this.#isPlain(bytes, start, end)) return this.#names.intern(bytes, start, end);
    const text = decoder.decode(bytes.subarray(start, end));
    const normal = this.#normal(text);
    if (normal === text) return this.#names.intern(bytes, start, end);
    const spelling = this.#spellings.intern(bytes, start, end);
    const before = this.#names.size;
    const name = normal === '' ? -1 : this.#names.internText(normal);
    if (spelling >= this.#nameOf.length) this.#nameOf = grown(this.#nameOf, spelling * 2);
    this.#nameOf[spelling] = name;
    if (name >= before) {
      if (name >= this.#firstSpelling.length) this.#firstSpelling = grown(this.#firstSpelling, name * 2);
      this.#firstSpelling[name] = spelling + 1;
    }
    return name;
  }

  /** Whether these bytes are certainly their own normal form: a million new codes then need no string. */
  #isPlain(bytes: Uint8Array, start: number, end: number): boolean {
    if (end - start <= this.#longestNothing || bytes[start] === 0x27 || bytes[start] === 0x3d) return false;
    for (let at = start; at < end; at++) {
      const c = bytes[at]!;
      if (c <= 32 || c >= 127 || (c === 46 && this.#isCode)) return false;
    }
    return true;
  }

  #normal(text: string): string {
    let normal = undressed(text.normalize('NFKC')).replace(/\s+/g, ' ');
    if (this.#isCode) normal = normal.replace(/^(\d+)\.0+$/, '$1');
    return this.#nothing.has(normal.toLowerCase()) ? '' : normal;
  }
}

/**
 * Whether a cell certainly names something: begins with a digit or a letter that no placeholder begins with, or is a
 * Chinese text longer than any placeholder. Decided without a look at the table.
 */
export function isSurelyName(bytes: Uint8Array, start: number, end: number): boolean {
  const c = bytes[start]!;
  if (c >= 0xe4 && c <= 0xe9) return end - start > 9;
  if (c >= 48 && c <= 57) return end > start;
  const lower = c | 32;
  return end > start && lower >= 97 && lower <= 122 && lower !== 110 && lower !== 117;
}

const encoder = new TextEncoder();
const decoder = new TextDecoder('utf-8', { ignoreBOM: true });

/** Without outer spaces, ="…", or the apostrophe that forces Excel to see a text. */
function undressed(text: string): string {
  const inner = /^\s*="(.*)"\s*$/s.exec(text)?.[1] ?? text;
  return inner.replace(/^[\s\u200b\ufeff]+|[\s\u200b\ufeff]+$/g, '').replace(/^'(?=[=+\-@\d])/, '');
}
