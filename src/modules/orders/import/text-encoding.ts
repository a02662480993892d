import { isAscii, isUtf8 } from 'node:buffer';

export type TextEncoding = 'utf-8' | 'gb18030' | 'utf-16le' | 'utf-16be' | 'windows-1252';

/**
 * Tells the encoding of a text from samples of its bytes. Files without a single non-ASCII byte are reported as
 * UTF-8; `toUtf8` changes its mind when the first such byte comes late.
 *
 * @param samples the first must be the beginning of the file; the others may begin and end inside a character
 */
export function detectEncoding(samples: readonly Uint8Array[]): { encoding: TextEncoding; bom: boolean } {
  const head = samples[0] ?? new Uint8Array(0);
  if (head[0] === 0xef && head[1] === 0xbb && head[2] === 0xbf) return { encoding: 'utf-8', bom: true };
  if (head[0] === 0xff && head[1] === 0xfe) return { encoding: 'utf-16le', bom: true };
  if (head[0] === 0xfe && head[1] === 0xff) return { encoding: 'utf-16be', bom: true };
  const wide = detectUtf16(head);
  if (wide) return { encoding: wide, bom: false };
  if (samples.every((sample) => isUtf8(wholeCharacters(sample)))) return { encoding: 'utf-8', bom: false };
  return { encoding: detectLegacy(samples), bom: false };
}

/** UTF-16 without a mark shows as zero bytes at every second place: commas, digits and line ends are ASCII. */
function detectUtf16(head: Uint8Array): TextEncoding | null {
  const pairs = Math.min(head.length, 4096) >> 1;
  if (pairs < 2) return null;
  let even = 0;
  let odd = 0;
  for (let i = 0; i < pairs * 2; i += 2) {
    if (head[i] === 0) even++;
    if (head[i + 1] === 0) odd++;
  }
  if (odd > pairs * 0.2 && even < pairs * 0.02) return 'utf-16le';
  if (even > pairs * 0.2 && odd < pairs * 0.02) return 'utf-16be';
  return null;
}

/**
 * GB18030 (with GBK and GB2312 inside) against Windows-1252. Chinese text is almost only GB2312 pairs, whose second
 * byte is 0xA1 or more; Western text has single high bytes followed by an ASCII letter, space or comma.
 */
export function detectLegacy(samples: readonly Uint8Array[]): TextEncoding {
  let chinese = 0;
  let other = 0;
  for (const sample of samples) {
    // A sample may begin in the second byte of a pair: begin behind the first line end.
    let i = samples[0] === sample ? 0 : sample.indexOf(0x0a) + 1;
    for (; i + 1 < sample.length; i++) {
      const lead = sample[i]!;
      if (lead < 0x80) continue;
      const trail = sample[i + 1]!;
      if (lead >= 0xa1 && lead <= 0xf7 && trail >= 0xa1 && trail <= 0xfe) chinese++;
      else if (lead >= 0x81 && trail >= 0x30 && trail <= 0x39 && (sample[i + 2] ?? 0) >= 0x81) chinese++;
      else if (!(lead >= 0x81 && trail >= 0x80 && trail <= 0xfe)) other++;
      else chinese += 0.5;
      i++;
    }
  }
  return chinese >= other ? 'gb18030' : 'windows-1252';
}

/** The sample without a character cut in two at its beginning or end. */
function wholeCharacters(sample: Uint8Array): Uint8Array {
  let start = 0;
  while (start < 3 && start < sample.length && (sample[start]! & 0xc0) === 0x80) start++;
  return sample.subarray(start, start + completeLength(sample.subarray(start)));
}

/** Bytes up to the last character that is complete. */
function completeLength(bytes: Uint8Array): number {
  const length = bytes.length;
  for (let back = 1; back <= 3 && back <= length; back++) {
    const byte = bytes[length - back]!;
    if ((byte & 0xc0) === 0x80) continue;
    const width = byte < 0x80 ? 1 : byte >= 0xf0 ? 4 : byte >= 0xe0 ? 3 : byte >= 0xc0 ? 2 : 1;
    return width > back ? length - back : length;
  }
  return length;
}

/** What `toUtf8` found on the way; read it after the last chunk. */
export interface ConversionNotes {
  encoding: TextEncoding;
  /** Chunks with bytes that mean nothing in this encoding; they became U+FFFD. */
  brokenChunks: number;
}

/**
 * Turns chunks of any encoding into chunks of UTF-8 without byte order mark. UTF-8 passes through uncopied after a
 * check of each chunk; when a file that looked like plain ASCII turns out to hold other bytes, the rest is read as
 * GB18030 or Windows-1252.
 */
export async function* toUtf8(chunks: AsyncIterable<Uint8Array>, notes: ConversionNotes): AsyncGenerator<Uint8Array> {
  let decoder = notes.encoding === 'utf-8' ? null : new TextDecoder(notes.encoding);
  let carry: Uint8Array = new Uint8Array(0);
  let onlyAscii = true;
  let first = true;
  for await (let chunk of chunks) {
    if (!decoder) {
      if (carry.length > 0) chunk = Buffer.concat([carry, chunk]);
      const complete = completeLength(chunk);
      const whole = chunk.subarray(0, complete);
      if (isUtf8(whole)) {
        onlyAscii &&= isAscii(whole);
        carry = chunk.slice(complete);
        const marked = first && whole[0] === 0xef && whole[1] === 0xbb && whole[2] === 0xbf;
        first = false;
        yield marked ? whole.subarray(3) : whole;
        continue;
      }
      if (onlyAscii) notes.encoding = detectLegacy([chunk]);
      decoder = new TextDecoder(notes.encoding);
    }
    first = false;
    yield encode(decoder.decode(chunk, { stream: true }), notes);
  }
  if (decoder) yield encode(decoder.decode(), notes);
  else if (carry.length > 0) {
    const legacy = onlyAscii ? detectLegacy([carry]) : 'utf-8';
    notes.encoding = legacy;
    yield encode(new TextDecoder(legacy).decode(carry), notes);
  }
}

function encode(text: string, notes: ConversionNotes): Uint8Array {
  if (text.includes('\ufffd')) notes.brokenChunks++;
  return Buffer.from(text, 'utf8');
}
