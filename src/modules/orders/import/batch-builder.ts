import type { RowKeys } from './row-key.ts';

/** Rows as columns; entry `i` of each array is one row. Indexes refer to the tables of the reader. */
export interface OrderBatch {
  readonly count: number;
  /** 1-based row number as Excel shows it. */
  readonly rowNumber: Int32Array;
  readonly customer: Int32Array;
  /** -1 for nobody. */
  readonly rep: Int32Array;
  /** -1 where not known. */
  readonly region: Int32Array;
  /** Days since 1970-01-01. */
  readonly day: Int32Array;
  /** Whole minor units (分, cents); negative for returns. */
  readonly amountMinor: Float64Array;
  /** The following only with `details`, else null. -1 where not known. */
  readonly product: Int32Array | null;
  /** Empty where there is none. */
  readonly orderNo: readonly string[] | null;
  /** 16 bytes a row, see `RowKeys`. */
  readonly rowKey: Buffer | null;
}

/** Columns that grow together. */
export class BatchBuilder {
  count = 0;
  #capacity = 1 << 15;
  #rowNumber = new Int32Array(this.#capacity);
  #customer = new Int32Array(this.#capacity);
  #rep = new Int32Array(this.#capacity);
  #region = new Int32Array(this.#capacity);
  #day = new Int32Array(this.#capacity);
  #amountMinor = new Float64Array(this.#capacity);
  readonly #product: number[] | null;
  readonly #orderNo: string[] | null;
  #rowKey: Buffer | null;

  constructor(hasDetails: boolean) {
    this.#product = hasDetails ? [] : null;
    this.#orderNo = hasDetails ? [] : null;
    this.#rowKey = hasDetails ? Buffer.alloc(this.#capacity * 16) : null;
  }

  add(row: number, customer: number, rep: number, region: number, day: number, amountMinor: number): number {
    const at = this.count++;
    if (at === this.#capacity) this.#grow();
    this.#rowNumber[at] = row;
    this.#customer[at] = customer;
    this.#rep[at] = rep;
    this.#region[at] = region;
    this.#day[at] = day;
    this.#amountMinor[at] = amountMinor;
    return at;
  }

  /** For a row that was added before its customer was looked up. */
  setCustomer(at: number, customer: number): void {
    this.#customer[at] = customer;
  }

  addDetails(at: number, product: number, orderNo: string, keys: RowKeys, row: Parameters<RowKeys['write']>[2]): void {
    this.#product![at] = product;
    this.#orderNo![at] = orderNo;
    keys.write(this.#rowKey!, at * 16, row);
  }

  build(): OrderBatch {
    const { count } = this;
    return {
      count,
      rowNumber: this.#rowNumber.slice(0, count),
      customer: this.#customer.slice(0, count),
      rep: this.#rep.slice(0, count),
      region: this.#region.slice(0, count),
      day: this.#day.slice(0, count),
      amountMinor: this.#amountMinor.slice(0, count),
      product: this.#product === null ? null : Int32Array.from(this.#product),
      orderNo: this.#orderNo,
      rowKey: this.#rowKey === null ? null : this.#rowKey.subarray(0, count * 16),
    };
  }

  #grow(): void {
    this.#capacity *= 2;
    this.#rowNumber = wider(this.#rowNumber, new Int32Array(this.#capacity));
    this.#customer = wider(this.#customer, new Int32Array(this.#capacity));
    this.#rep = wider(this.#rep, new Int32Array(this.#capacity));
    this.#region = wider(this.#region, new Int32Array(this.#capacity));
    this.#day = wider(this.#day, new Int32Array(this.#capacity));
    this.#amountMinor = wider(this.#amountMinor, new Float64Array(this.#capacity));
    if (this.#rowKey !== null) this.#rowKey = Buffer.concat([this.#rowKey, Buffer.alloc(this.#capacity * 8)]);
  }
}

function wider<T extends Int32Array | Float64Array>(from: T, to: T): T {
  to.set(from);
  return to;
}
