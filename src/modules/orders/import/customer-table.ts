import { NameTable } from './name-table.ts';
import { grown } from './string-table.ts';

/**
 * The customers of a file. A row names its customer by code, by name or by both; the code is the key and the name its
 * label. Rows that give only a name make a customer of their own, which `aliases` joins to the one coded
 * customer of that name once the whole file has been seen.
 */
export class CustomerTable {
  readonly #codes = new NameTable({ isCode: true });
  readonly #names = new NameTable();
  #ofCode = new Int32Array(1024);
  #ofName = new Int32Array(1024);
  /** Per customer: code and name entry, -1 where not known. */
  #code = new Int32Array(1024);
  #name = new Int32Array(1024);
  #count = 0;

  get size(): number {
    return this.#count;
  }

  /** The customer of a row; -1 when both ranges say nothing. A range with `start = -1` is an absent column. */
  intern(bytes: Uint8Array, codeStart: number, codeEnd: number, nameStart: number, nameEnd: number): number {
    const code = codeStart < 0 ? -1 : this.#codes.intern(bytes, codeStart, codeEnd);
    if (code >= 0) {
      const customer = this.#byCode(code);
      if (nameStart >= 0 && this.#name[customer] === -1) this.#name[customer] = this.#names.intern(bytes, nameStart, nameEnd);
      return customer;
    }
    const name = nameStart < 0 ? -1 : this.#names.intern(bytes, nameStart, nameEnd);
    return name < 0 ? -1 : this.#byName(name);
  }

  /** The same for many rows of a file with a single customer column, all of which surely name somebody. */
  internMany(bytes: Uint8Array, starts: Int32Array, ends: Int32Array, count: number, isCode: boolean, out: Int32Array): void {
    (isCode ? this.#codes : this.#names).internMany(bytes, starts, ends, count, out);
    for (let i = 0; i < count; i++) out[i] = isCode ? this.#byCode(out[i]!) : this.#byName(out[i]!);
  }

  /** The same for cells that are texts already. */
  internTexts(code: string, name: string): number {
    const codeBytes = Buffer.from(code);
    const bytes = Buffer.concat([codeBytes, Buffer.from(name)]);
    return this.intern(bytes, 0, codeBytes.length, codeBytes.length, bytes.length);
  }

  /** Whether a row with these cells would have a customer. */
  namesSomebody(code: string, name: string): boolean {
    return !this.#codes.isNothing(code) || !this.#names.isNothing(name);
  }

  /** What identifies the customer: the code, else the name. */
  key(customer: number): string {
    const code = this.#code[this.#checked(customer)]!;
    return code >= 0 ? this.#codes.key(code) : this.#names.key(this.#name[customer]!);
  }

  /** UTF-8 bytes of `key`, a view that the next `intern` may invalidate. */
  keyBytes(customer: number): Uint8Array {
    const code = this.#code[this.#checked(customer)]!;
    return code >= 0 ? this.#codes.keyBytes(code) : this.#names.keyBytes(this.#name[customer]!);
  }

  code(customer: number): string | null {
    const code = this.#code[this.#checked(customer)]!;
    return code >= 0 ? this.#codes.label(code) : null;
  }

  name(customer: number): string | null {
    const name = this.#name[this.#checked(customer)]!;
    return name >= 0 ? this.#names.label(name) : null;
  }

  /** What people call the customer: the name, else the code. */
  label(customer: number): string {
    return this.name(customer) ?? this.code(customer)!;
  }

  /** The customer with this code, else the one with this name; -1 when there is none, -2 when several share the name. */
  find(text: string): number {
    const code = this.#codes.findText(text);
    if (code >= 0) return this.#ofCode[code]! - 1;
    const name = this.#names.findText(text);
    return name < 0 ? -1 : (this.#customersByName().get(name) ?? -1);
  }

  /** Per customer the one it turned out to be: itself, or the only coded customer of the same name. */
  aliases(): Int32Array {
    const byName = this.#customersByName();
    const alias = new Int32Array(this.#count);
    for (let customer = 0; customer < this.#count; customer++) {
      const same = this.#code[customer]! >= 0 ? customer : (byName.get(this.#name[customer]!) ?? customer);
      alias[customer] = same >= 0 ? same : customer;
    }
    return alias;
  }

  #byNameCache: { count: number; map: Map<number, number> } | null = null;

  /** Name entry to customer: a coded one before one that has only the name; -2 where several coded ones share it. */
  #customersByName(): Map<number, number> {
    if (this.#byNameCache?.count === this.#count) return this.#byNameCache.map;
    const map = new Map<number, number>();
    for (let customer = 0; customer < this.#count; customer++) {
      if (this.#code[customer]! < 0 || this.#name[customer]! < 0) continue;
      map.set(this.#name[customer]!, map.has(this.#name[customer]!) ? -2 : customer);
    }
    for (let customer = 0; customer < this.#count; customer++) {
      if (this.#code[customer]! < 0 && !map.has(this.#name[customer]!)) map.set(this.#name[customer]!, customer);
    }
    this.#byNameCache = { count: this.#count, map };
    return map;
  }

  #byCode(code: number): number {
    if (code >= this.#ofCode.length) this.#ofCode = grown(this.#ofCode, code * 2);
    const known = this.#ofCode[code]! - 1;
    if (known >= 0) return known;
    const customer = this.#add(code, -1);
    this.#ofCode[code] = customer + 1;
    return customer;
  }

  #byName(name: number): number {
    if (name >= this.#ofName.length) this.#ofName = grown(this.#ofName, name * 2);
    const known = this.#ofName[name]! - 1;
    if (known >= 0) return known;
    const customer = this.#add(-1, name);
    this.#ofName[name] = customer + 1;
    return customer;
  }

  #add(code: number, name: number): number {
    const customer = this.#count++;
    if (customer >= this.#code.length) {
      this.#code = grown(this.#code, customer * 2);
      this.#name = grown(this.#name, customer * 2);
    }
    this.#code[customer] = code;
    this.#name[customer] = name;
    return customer;
  }

  #checked(customer: number): number {
    if (customer < 0 || customer >= this.#count) throw new RangeError(`no customer ${customer} of ${this.#count}`);
    return customer;
  }
}
