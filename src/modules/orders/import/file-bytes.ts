import { createReadStream } from 'node:fs';
import { open } from 'node:fs/promises';
import { createGunzip } from 'node:zlib';
import { Problem } from '#shared/problem.ts';
import { fileProblems } from './file-problems.ts';
import type { FileKind } from './file-kind.ts';
import type { FileLimits } from './limits.ts';

export interface ByteOptions {
  readonly limits: FileLimits;
  /** Bytes of the stored file read so far, and its size. */
  readonly onProgress?: ((done: number, total: number) => void) | undefined;
  readonly signal?: AbortSignal | undefined;
}

const chunkBytes = 1 << 20;

/** The bytes of a text file, unpacked, in chunks of about 1 MiB. */
export async function* fileBytes(path: string, kind: FileKind, total: number, options: ByteOptions): AsyncGenerator<Uint8Array> {
  const file = createReadStream(path, { highWaterMark: chunkBytes });
  let done = 0;
  file.on('data', (chunk) => {
    done += chunk.length;
    options.onProgress?.(done, total);
  });
  const stream = kind === 'gzip' ? file.pipe(createGunzip({ chunkSize: chunkBytes })) : file;
  // `pipe` does not pass errors on.
  file.on('error', (error) => stream.destroy(error));
  let unpacked = 0;
  try {
    for await (const chunk of stream as AsyncIterable<Uint8Array>) {
      options.signal?.throwIfAborted();
      unpacked += chunk.length;
      checkExpansion(unpacked, total, kind, options.limits);
      yield chunk;
    }
    if (total === 0) options.onProgress?.(0, 0);
  } catch (error) {
    if (String((error as NodeJS.ErrnoException).code).startsWith('Z_')) {
      throw new Problem(fileProblems.file_damaged, { reason: (error as Error).message });
    }
    throw error;
  } finally {
    stream.destroy();
    file.destroy();
  }
}

function checkExpansion(unpacked: number, packed: number, kind: FileKind, limits: FileLimits): void {
  if (unpacked > limits.unpackedBytes || (kind === 'gzip' && unpacked > 1 << 26 && unpacked > packed * limits.ratio)) {
    throw new Problem(fileProblems.file_expands_too_much, { bytes: unpacked, limit: limits.unpackedBytes });
  }
}

/**
 * A few pieces of a text file: its beginning and, where the file is not packed, pieces spread over the rest, so that a
 * gigabyte is judged by more than its first day. Pieces behind the first begin and end anywhere.
 */
export async function sampleBytes(
  path: string,
  kind: FileKind,
  total: number,
  options: ByteOptions,
): Promise<{ samples: Uint8Array[]; complete: boolean }> {
  const headBytes = 256 * 1024;
  if (kind === 'gzip') {
    const parts: Uint8Array[] = [];
    let length = 0;
    for await (const chunk of fileBytes(path, kind, total, { limits: options.limits, signal: options.signal })) {
      parts.push(chunk);
      length += chunk.length;
      if (length >= headBytes) break;
    }
    return { samples: [Buffer.concat(parts).subarray(0, headBytes)], complete: length < headBytes };
  }
  const file = await open(path, 'r');
  try {
    const pieces = [await piece(0, headBytes)];
    const pieceBytes = 32 * 1024;
    const count = 16;
    if (total > headBytes + count * pieceBytes) {
      for (let i = 1; i <= count; i++) {
        // Even offsets, so that UTF-16 stays in step; the last piece ends with the file.
        const at = Math.floor((headBytes + ((total - headBytes - pieceBytes) * i) / count) / 2) * 2;
        pieces.push(await piece(at, pieceBytes));
      }
    } else if (total > headBytes) {
      pieces.push(await piece(headBytes, total - headBytes));
    }
    return { samples: pieces, complete: pieces.reduce((sum, sample) => sum + sample.length, 0) >= total };
  } finally {
    await file.close();
  }

  async function piece(at: number, length: number): Promise<Uint8Array> {
    const buffer = Buffer.alloc(Math.min(length, Math.max(0, total - at)));
    const { bytesRead } = await file.read(buffer, 0, buffer.length, at);
    return buffer.subarray(0, bytesRead);
  }
}
