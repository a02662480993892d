import { open } from 'node:fs/promises';
import { Problem } from '#shared/problem.ts';
import { fileProblems } from './file-problems.ts';
import type { FileLimits } from './limits.ts';

export type FileKind = 'text' | 'gzip' | 'zip';

/** First bytes of formats that people upload instead of what they meant to. */
const signatures: readonly (readonly [string, keyof typeof fileProblems])[] = [
  ['25504446', 'file_is_pdf'],
  ['89504e47', 'file_is_image'],
  ['ffd8ff', 'file_is_image'],
  ['47494638', 'file_is_image'],
  ['424d', 'file_is_image'],
  ['49492a00', 'file_is_image'],
  ['52617221', 'file_is_zip'],
  ['377abcaf', 'file_is_zip'],
];

/**
 * Tells by its first bytes, not by its name, what a file is, and refuses what is no table: a .csv that is really an
 * XLSX is read as one.
 */
export async function sniffFile(path: string, limits: FileLimits): Promise<{ kind: FileKind; bytes: number }> {
  const head = Buffer.alloc(64 * 1024);
  let bytes: number;
  let length: number;
  try {
    const file = await open(path, 'r');
    try {
      const stat = await file.stat();
      if (!stat.isFile()) throw new Problem(fileProblems.file_not_found, { path });
      bytes = stat.size;
      ({ bytesRead: length } = await file.read(head, 0, head.length, 0));
    } finally {
      await file.close();
    }
  } catch (error) {
    if (error instanceof Problem) throw error;
    throw new Problem(fileProblems.file_not_found, { path, reason: (error as NodeJS.ErrnoException).code ?? String(error) });
  }
  if (bytes > limits.fileBytes) throw new Problem(fileProblems.file_over_limit, { bytes, limit: limits.fileBytes });
  return { kind: kindOf(head.subarray(0, length)), bytes };
}

/** The kind of a file that begins with these bytes. Throws the `Problem` that names what it is instead of a table. */
export function kindOf(head: Uint8Array): FileKind {
  if (head.every((byte) => byte === 0 || byte === 9 || byte === 10 || byte === 13 || byte === 32)) {
    throw new Problem(fileProblems.file_empty);
  }
  const start = Buffer.from(head.buffer, head.byteOffset, Math.min(8, head.length)).toString('hex');
  if (start.startsWith('504b0304')) return 'zip';
  if (start.startsWith('1f8b')) return 'gzip';
  if (start.startsWith('d0cf11e0')) {
    // An XLSX with a password is wrapped in the same container as an old .xls; its stream is named in UTF-16.
    const encrypted = Buffer.from(head).includes(Buffer.from('EncryptedPackage', 'utf16le'));
    throw new Problem(encrypted ? fileProblems.file_encrypted : fileProblems.file_is_xls);
  }
  for (const [signature, problem] of signatures) {
    // "BM" also begins ordinary words; a bitmap has zero bytes soon after.
    if (start.startsWith(signature) && (signature !== '424d' || head.subarray(0, 16).includes(0))) {
      throw new Problem(fileProblems[problem]);
    }
  }
  const text = Buffer.from(head.subarray(0, 512)).toString('latin1').toLowerCase();
  if (/^\W*<(!doctype html|html|head|meta|table|\?xml|\?mso|workbook)/.test(text.trimStart())) throw new Problem(fileProblems.file_is_html);
  if (isBinary(head)) throw new Problem(fileProblems.file_is_binary);
  return 'text';
}

/** Control characters that no text holds; zero bytes only as the empty halves of UTF-16. */
function isBinary(head: Uint8Array): boolean {
  const marked = (head[0] === 0xff && head[1] === 0xfe) || (head[0] === 0xfe && head[1] === 0xff);
  let control = 0;
  const zeros = [0, 0];
  for (const [place, byte] of head.entries()) {
    if (byte === 0) zeros[place & 1]!++;
    else if (byte < 32 && byte !== 9 && byte !== 10 && byte !== 13 && byte !== 26 && byte !== 12 && byte !== 11) control++;
  }
  const [even = 0, odd = 0] = zeros;
  const looksWide = Math.max(even, odd) > head.length * 0.1 && Math.min(even, odd) < head.length * 0.01;
  return !marked && !looksWide && control + even + odd > head.length * 0.02;
}
