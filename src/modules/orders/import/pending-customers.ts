import type { CustomerTable } from './customer-table.ts';

const most = 2048;

/**
 * Rows whose customer is looked up together, see `StringTable.findMany`. They must be settled before the bytes
 * that they point to are overwritten, which is when the next chunk of the file comes.
 */
export class PendingCustomers {
  readonly #customers: CustomerTable;
  readonly #isCode: boolean;
  readonly #starts = new Int32Array(most);
  readonly #ends = new Int32Array(most);
  readonly #rows = new Int32Array(most);
  readonly #found = new Int32Array(most);
  #count = 0;

  constructor(customers: CustomerTable, isCode: boolean) {
    this.#customers = customers;
    this.#isCode = isCode;
  }

  get isFull(): boolean {
    return this.#count === most;
  }

  add(start: number, end: number, row: number): void {
    this.#starts[this.#count] = start;
    this.#ends[this.#count] = end;
    this.#rows[this.#count++] = row;
  }

  /** Looks the customers up and tells them to the rows. */
  settle(bytes: Uint8Array, setCustomer: (row: number, customer: number) => void): void {
    this.#customers.internMany(bytes, this.#starts, this.#ends, this.#count, this.#isCode, this.#found);
    for (let i = 0; i < this.#count; i++) setCustomer(this.#rows[i]!, this.#found[i]!);
    this.#count = 0;
  }
}
