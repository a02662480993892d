import type { Readable } from 'node:stream';
import { SaxesParser, type SaxesTagPlain } from 'saxes';
import yauzl from 'yauzl';
import { Problem } from '#shared/problem.ts';
import type { ByteOptions } from './file-bytes.ts';
import { fileProblems } from './file-problems.ts';

export interface Sheet {
  readonly name: string;
  readonly part: string;
  readonly hidden: boolean;
}

/** An opened XLSX: its parts by path, sheets, shared strings and which cell styles are dates. */
export interface XlsxPackage {
  readonly sheets: readonly Sheet[];
  readonly date1904: boolean;
  readonly sharedStrings: readonly string[];
  /** Per cell style: whether a number in it is a date. */
  readonly dateStyles: readonly boolean[];
  /** Chunks of a part, unpacked, with its full size. */
  open(part: string): Promise<{ chunks: Readable; bytes: number }>;
  close(): void;
}

const mostEntries = 10_000;

/**
 * @param known the same file opened earlier: its strings and styles are not read again
 * @throws Problem file_is_zip, file_is_xlsb, file_damaged, file_expands_too_much
 */
export async function openPackage(path: string, options: ByteOptions, known?: XlsxPackage): Promise<XlsxPackage> {
  const { zip, entries } = await openZip(path, options);
  const open = (part: string) => openEntry(zip, entries.get(part), part);
  if (known) return { ...known, open, close: () => zip.close() };
  try {
    if (entries.has('xl/workbook.bin')) throw new Problem(fileProblems.file_is_xlsb);
    const workbookPart = entries.has('xl/workbook.xml')
      ? 'xl/workbook.xml'
      : [...entries.keys()].find((name) => /(^|\/)workbook\.xml$/.test(name));
    if (workbookPart === undefined) throw new Problem(fileProblems.file_is_zip);
    const folder = workbookPart.replace(/[^/]*$/, '');
    const targets = new Map<string, string>();
    await parsePart(open, `${folder}_rels/workbook.xml.rels`, (name, attributes) => {
      if (name === 'Relationship') targets.set(attributes.Id ?? '', resolved(folder, attributes.Target ?? ''));
    });
    const sheets: Sheet[] = [];
    let date1904 = false;
    await parsePart(open, workbookPart, (name, attributes) => {
      if (name === 'workbookPr') date1904 = attributes.date1904 === '1' || attributes.date1904 === 'true';
      if (name !== 'sheet') return;
      const part = targets.get(
        attributes['r:id'] ?? attributes.id ?? Object.entries(attributes).find(([key]) => key.endsWith(':id'))?.[1] ?? '',
      );
      // Chart sheets have no rows.
      if (part === undefined || !entries.has(part) || part.includes('chartsheets/')) return;
      sheets.push({ name: attributes.name ?? part, part, hidden: (attributes.state ?? 'visible') !== 'visible' });
    });
    const stylesPart = [...targets.values()].find((part) => part.endsWith('styles.xml'));
    const stringsPart = [...targets.values()].find((part) => /sharedStrings\.xml$/i.test(part));
    return {
      sheets,
      date1904,
      dateStyles: stylesPart !== undefined && entries.has(stylesPart) ? await readDateStyles(open, stylesPart) : [],
      sharedStrings: stringsPart !== undefined && entries.has(stringsPart) ? await readSharedStrings(open, stringsPart) : [],
      open,
      close: () => zip.close(),
    };
  } catch (error) {
    zip.close();
    throw damaged(error);
  }
}

function resolved(folder: string, target: string): string {
  if (target.startsWith('/')) return target.slice(1);
  const parts: string[] = [];
  for (const part of (folder + target).split('/')) {
    if (part === '..') parts.pop();
    else if (part !== '.' && part !== '') parts.push(part);
  }
  return parts.join('/');
}

async function openZip(path: string, { limits }: ByteOptions): Promise<{ zip: yauzl.ZipFile; entries: Map<string, yauzl.Entry> }> {
  return new Promise((resolve, reject) => {
    yauzl.open(path, { lazyEntries: true, autoClose: false, validateEntrySizes: true }, (error, zip) => {
      if (error) return reject(new Problem(fileProblems.file_damaged, { reason: error.message }));
      const entries = new Map<string, yauzl.Entry>();
      const refuse = (problem: Problem): void => {
        zip.close();
        reject(problem);
      };
      zip.on('error', (failure: Error) => refuse(new Problem(fileProblems.file_damaged, { reason: failure.message })));
      zip.on('entry', (entry: yauzl.Entry) => {
        const bytes = entry.uncompressedSize;
        const tooDense = bytes > 16 * 1024 ** 2 && bytes > entry.compressedSize * limits.ratio;
        if (bytes > limits.unpackedBytes || tooDense || entries.size >= mostEntries) {
          return refuse(new Problem(fileProblems.file_expands_too_much, { bytes, limit: limits.unpackedBytes }));
        }
        if (entry.isEncrypted()) return refuse(new Problem(fileProblems.file_encrypted));
        entries.set(entry.fileName, entry);
        zip.readEntry();
      });
      zip.on('end', () => resolve({ zip, entries }));
      zip.readEntry();
    });
  });
}

async function openEntry(zip: yauzl.ZipFile, entry: yauzl.Entry | undefined, part: string): Promise<{ chunks: Readable; bytes: number }> {
  if (!entry) throw new Problem(fileProblems.file_damaged, { reason: part });
  return new Promise((resolve, reject) => {
    // yauzl stops the stream as soon as it holds more than the size that was checked above.
    zip.openReadStream(entry, (error, chunks) => {
      if (error) reject(new Problem(fileProblems.file_damaged, { reason: error.message }));
      else resolve({ chunks, bytes: entry.uncompressedSize });
    });
  });
}

/** What goes wrong inside yauzl, zlib and saxes is the file's fault. */
export function damaged(error: unknown): unknown {
  if (error instanceof Problem || (error as Error).name === 'AbortError') return error;
  return new Problem(fileProblems.file_damaged, { reason: (error as Error).message });
}

/** 0-based column of a reference such as AB12. */
export function columnOf(reference: string): number {
  let column = 0;
  for (let i = 0; i < reference.length; i++) {
    const c = reference.charCodeAt(i);
    if (c < 65 || c > 90) break;
    column = column * 26 + c - 64;
  }
  return column - 1;
}

/** Element name without a namespace prefix. */
export function localName(name: string): string {
  const colon = name.indexOf(':');
  return colon < 0 ? name : name.slice(colon + 1);
}

type OpenPart = (part: string) => Promise<{ chunks: Readable; bytes: number }>;
type OnOpen = (name: string, attributes: Record<string, string>) => void;

async function parsePart(
  open: OpenPart,
  part: string,
  onOpen: OnOpen,
  onText?: (text: string) => void,
  onClose?: (name: string) => void,
): Promise<void> {
  const parser = new SaxesParser({ xmlns: false, position: false });
  parser.on('opentag', (tag: SaxesTagPlain) => onOpen(localName(tag.name), tag.attributes));
  if (onText) parser.on('text', onText);
  if (onClose) parser.on('closetag', (tag: SaxesTagPlain) => onClose(localName(tag.name)));
  const decoder = new TextDecoder();
  const { chunks } = await open(part);
  for await (const chunk of chunks) parser.write(decoder.decode(chunk as Uint8Array, { stream: true }));
  parser.close();
}

async function readSharedStrings(open: OpenPart, part: string): Promise<string[]> {
  const strings: string[] = [];
  let text = '';
  let inText = false;
  // Phonetic guides (rPh) repeat the text in kana or pinyin and are not part of it.
  let phonetic = 0;
  await parsePart(
    open,
    part,
    (name) => {
      if (name === 'si') text = '';
      else if (name === 'rPh') phonetic++;
      else if (name === 't') inText = phonetic === 0;
    },
    (piece) => {
      if (inText) text += piece;
    },
    (name) => {
      if (name === 't') inText = false;
      else if (name === 'rPh') phonetic--;
      else if (name === 'si') strings.push(unescaped(text));
    },
  );
  return strings;
}

/** Excel writes characters that XML cannot hold as _x000D_. */
export function unescaped(text: string): string {
  return text.includes('_x')
    ? text.replace(/_x([0-9A-Fa-f]{4})_/g, (_, code: string) => String.fromCharCode(Number.parseInt(code, 16)))
    : text;
}

/** Built-in number formats that show dates; 27–36 and 50–58 are the Chinese and Japanese ones. @source ECMA-376 part 1, 18.8.30 */
function isBuiltInDate(id: number): boolean {
  return (id >= 14 && id <= 17) || id === 22 || (id >= 27 && id <= 31) || id === 36 || (id >= 50 && id <= 54) || id === 57 || id === 58;
}

async function readDateStyles(open: OpenPart, part: string): Promise<boolean[]> {
  const custom = new Map<number, boolean>();
  const styles: boolean[] = [];
  let inCellStyles = false;
  await parsePart(
    open,
    part,
    (name, attributes) => {
      if (name === 'numFmt') custom.set(Number(attributes.numFmtId), isDateFormat(attributes.formatCode ?? ''));
      else if (name === 'cellXfs') inCellStyles = true;
      else if (name === 'xf' && inCellStyles) {
        const id = Number(attributes.numFmtId ?? 0);
        styles.push(custom.get(id) ?? isBuiltInDate(id));
      }
    },
    undefined,
    (name) => {
      if (name === 'cellXfs') inCellStyles = false;
    },
  );
  return styles;
}

/** Whether a number format shows a day: has y, d or 年月日 outside quotes, brackets and escapes. */
export function isDateFormat(code: string): boolean {
  const bare = code.replace(/"[^"]*"|\\.|\[[^\]]*\]|_./g, '');
  return /[yd]|m{3,}/i.test(bare) || (/[年日]/.test(code.replace(/\[[^\]]*\]/g, '')) && /[ymd]/i.test(bare));
}
