/** Writes an order file as a large distributor would export it: same arguments, same bytes. */

import { closeSync, openSync, writeSync } from 'node:fs';

export const CUSTOMERS = 1_000_000;
export const REPS = 500;
const DAYS = 912; // 30 months
const FIRST_DAY = 19358; // 2023-01-01
const REGIONS = ['华东', '华南', '华北', '西南', '华中', '东北', '西北', '港澳'];
const HEADINGS = '订单号,客户编号,下单日期,金额,业务员,区域\n';
const CHUNK = 1 << 22;
const LONGEST_ROW = 128;
const PRIME = 7919;

/**
 * Rows in order of date; customers order at random, the busiest a hundred times as often as the average one;
 * each has one rep, each rep one region. @returns size in bytes
 */
export function generateOrders(path: string, rows: number): number {
  const file = openSync(path, 'w');
  const buffer = Buffer.allocUnsafe(CHUNK);
  const dates = Array.from({ length: DAYS }, (_, d) =>
    Buffer.from(`,${new Date((FIRST_DAY + d) * 86_400_000).toISOString().slice(0, 10)},`),
  );
  const reps = Array.from({ length: REPS }, (_, r) =>
    Buffer.from(`,业务员${String(r + 1).padStart(3, '0')},${REGIONS[r % REGIONS.length] ?? ''}\n`),
  );
  let used = buffer.write(HEADINGS);
  let size = 0;
  let state = 20260105;
  const random = (): number => {
    // 32-bit xorshift: speed matters more here than quality.
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return (state >>> 0) / 4294967296;
  };
  for (let row = 0; row < rows; row++) {
    if (used + LONGEST_ROW > CHUNK) {
      size += writeSync(file, buffer, 0, used);
      used = 0;
    }
    // Every tenth order goes round all customers in turn, so that ten million rows know a million of them.
    const u = random();
    const customer = row % 10 === 0 ? ((row / 10) * PRIME) % CUSTOMERS : Math.floor(u * Math.sqrt(u) * CUSTOMERS);
    const cents = 5_000 + Math.floor(random() * random() * 2_000_000);
    used += buffer.write('SO', used, 'latin1');
    used = digits(buffer, used, row + 1, 9);
    used += buffer.write(',C', used, 'latin1');
    used = digits(buffer, used, customer + 1, 7);
    used += (dates[Math.floor((row * DAYS) / rows)] ?? Buffer.alloc(0)).copy(buffer, used);
    used = digits(buffer, used, Math.floor(cents / 100), 0);
    buffer[used++] = 0x2e;
    used = digits(buffer, used, cents % 100, 2);
    // A multiplier prime to the number of reps spreads the busy customers over all books.
    used += (reps[(customer * PRIME) % REPS] ?? Buffer.alloc(0)).copy(buffer, used);
  }
  size += writeSync(file, buffer, 0, used);
  closeSync(file);
  return size;
}

/** Writes a number with at least `width` digits; returns the position after it. */
function digits(buffer: Buffer, at: number, value: number, width: number): number {
  let length = Math.max(width, 1);
  for (let limit = 10 ** length; value >= limit; limit *= 10) length++;
  let rest = value;
  for (let place = at + length - 1; place >= at; place--) {
    buffer[place] = 0x30 + (rest % 10);
    rest = Math.floor(rest / 10);
  }
  return at + length;
}
