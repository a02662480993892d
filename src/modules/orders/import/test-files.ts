import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll } from 'vitest';
import iconv from 'iconv-lite';

const folder = mkdtempSync(join(tmpdir(), 'order-files-'));
let number = 0;
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** A path in a folder that is removed after the tests of this file. */
export function testPath(extension = 'csv'): string {
  return join(folder, `${++number}.${extension}`);
}

/** Writes a file for one test and returns its path. */
export function testFile(content: string | Uint8Array, options: { encoding?: string; bom?: boolean; extension?: string } = {}): string {
  const path = testPath(options.extension);
  const bytes = typeof content === 'string' ? iconv.encode(content, options.encoding ?? 'utf8', { addBOM: options.bom ?? false }) : content;
  writeFileSync(path, bytes);
  return path;
}
