import { hash } from 'node:crypto';
import { HashSet64 } from './hash-set.ts';

/**
 * 128-bit keys by which a database recognises rows that it has. A key is made from what a row says: order number,
 * customer, day, amount, product, and the how-manieth row of exactly this content it is in its file. So the same file
 * adds nothing the second time, in whatever encoding or format it comes, and an overlapping export adds only what is
 * new, while two honest orders that look alike stay two. The rep and the region are left out: they get corrected.
 */
export class RowKeys {
  readonly #seen = new HashSet64();
  /** How often a content has been seen, only for those seen more than once. */
  readonly #repeats = new Map<string, number>();
  #scratch = Buffer.alloc(1024);

  /** Writes the key of a row to `out` at `offset`, 16 bytes. */
  write(
    out: Buffer,
    offset: number,
    row: { orderNo: string; customer: Uint8Array; day: number; amountMinor: number; product: Uint8Array | null },
  ): void {
    const need = row.orderNo.length * 3 + row.customer.length + (row.product?.length ?? 0) + 32;
    if (need > this.#scratch.length) this.#scratch = Buffer.alloc(need * 2);
    const scratch = this.#scratch;
    let at = scratch.writeInt32LE(row.day, 0);
    at = scratch.writeDoubleLE(row.amountMinor, at);
    at += scratch.write(row.orderNo, at, 'utf8');
    scratch[at++] = 0;
    scratch.set(row.customer, at);
    at += row.customer.length;
    scratch[at++] = 0;
    if (row.product) {
      scratch.set(row.product, at);
      at += row.product.length;
    }
    const content = hash('sha256', scratch.subarray(0, at), 'buffer');
    if (this.#seen.add(content.readInt32LE(0), content.readInt32LE(4))) {
      content.copy(out, offset, 0, 16);
      return;
    }
    const name = content.toString('latin1', 0, 16);
    const nth = (this.#repeats.get(name) ?? 1) + 1;
    this.#repeats.set(name, nth);
    hash('sha256', `${content.toString('hex')}#${nth}`, 'buffer').copy(out, offset, 0, 16);
  }
}
