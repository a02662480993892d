import { grown, mix } from './string-table.ts';

/**
 * A set of 64-bit hashes in one flat array: 8 bytes a slot, at most three quarters full. Among ten million different
 * rows the chance of a single collision is 3 in a million.
 */
export class HashSet64 {
  #slots: Int32Array;
  #mask: number;
  #size = 0;

  /** @param expected how many hashes will probably come; room for them from the start saves growing, which moves them all */
  constructor(expected = 0) {
    let slots = 1 << 12;
    while (slots < 1 << 25 && slots * 3 < expected * 4) slots *= 2;
    this.#slots = new Int32Array(slots * 2);
    this.#mask = slots - 1;
  }

  /** Adds the hash; false when it was there already. */
  add(high: number, low: number): boolean {
    // Two zeros mark a free slot.
    if ((high | low) === 0) low = 1;
    const slots = this.#slots;
    for (let slot = low & this.#mask; ; slot = (slot + 1) & this.#mask) {
      const at = slot * 2;
      const there = slots[at + 1]!;
      if (there === low && slots[at] === high) return false;
      if (there === 0 && slots[at] === 0) {
        slots[at] = high;
        slots[at + 1] = low;
        if (++this.#size * 4 > (this.#mask + 1) * 3) this.#grow();
        return true;
      }
    }
  }

  #grow(): void {
    const old = this.#slots;
    const mask = this.#mask * 2 + 1;
    const slots = new Int32Array((mask + 1) * 2);
    for (let at = 0; at < old.length; at += 2) {
      const high = old[at]!;
      const low = old[at + 1]!;
      if ((high | low) === 0) continue;
      let slot = low & mask;
      while ((slots[slot * 2]! | slots[slot * 2 + 1]!) !== 0) slot = (slot + 1) & mask;
      slots[slot * 2] = high;
      slots[slot * 2 + 1] = low;
    }
    this.#slots = slots;
    this.#mask = mask;
  }
}

/**
 * Collects 64-bit hashes only to tell, at the end, how many were there before: 8 bytes each, written one behind the
 * other, which costs a fraction of a set's random accesses.
 */
export class HashList64 {
  #pairs = new Int32Array(1 << 13);
  #size = 0;

  add(high: number, low: number): void {
    if (this.#size * 2 === this.#pairs.length) this.#pairs = grown(this.#pairs, this.#pairs.length * 2);
    this.#pairs[this.#size * 2] = high;
    this.#pairs[this.#size * 2 + 1] = low;
    this.#size++;
  }

  /** How many of the hashes repeat an earlier one. Sorts, so that further hashes may still be added. */
  repeats(): number {
    new BigUint64Array(this.#pairs.buffer, 0, this.#size).sort();
    const pairs = this.#pairs;
    let repeats = 0;
    for (let at = 2; at < this.#size * 2; at += 2) if (pairs[at] === pairs[at - 2] && pairs[at + 1] === pairs[at - 1]) repeats++;
    return repeats;
  }
}

/** 64-bit hash of a byte range as two 32-bit numbers in `out`: two Murmur3-like lanes in one pass. */
export function hash64(bytes: Uint8Array, start: number, end: number, out: Int32Array): void {
  let a = end - start;
  let b = ~a;
  let i = start;
  for (; i + 4 <= end; i += 4) {
    const k = bytes[i]! | (bytes[i + 1]! << 8) | (bytes[i + 2]! << 16) | (bytes[i + 3]! << 24);
    let x = Math.imul(k, 0xcc9e2d51);
    x = (x << 15) | (x >>> 17);
    a ^= Math.imul(x, 0x1b873593);
    a = (Math.imul((a << 13) | (a >>> 19), 5) + 0xe6546b64) | 0;
    let y = Math.imul(k, 0x239b961b);
    y = (y << 17) | (y >>> 15);
    b ^= Math.imul(y, 0xab0e9789 | 0);
    b = (Math.imul((b << 16) | (b >>> 16), 5) + 0x561ccd1b) | 0;
  }
  for (; i < end; i++) {
    a = Math.imul(a ^ bytes[i]!, 0x01000193);
    b = Math.imul(b ^ bytes[i]!, 0x85ebca6b);
  }
  // Crossing the lanes makes each depend on everything the other saw.
  out[0] = mix(a ^ ((b << 7) | (b >>> 25)));
  out[1] = mix(b ^ mix(a));
}
