/** One manifest line → one replicate with its ten cells. */

import { NEVER } from './types.ts';
import type { Cell, DataSet, Replicate } from './types.ts';

/** Manifests count days from 1990-01-01. */
const MANIFEST_EPOCH = 7305;
const STRENGTHS = ['0.2', '0.4', '0.7'] as const;

interface ManifestLine {
  readonly t0_day: number;
  readonly step: number;
  readonly months: number;
  readonly R: number;
  readonly cust: readonly (number | string)[];
  readonly rep: readonly number[];
  readonly bad: Readonly<Record<string, number>>;
  readonly thin: Readonly<Record<string, readonly (readonly [number, number])[]>>;
  readonly capture: Readonly<Record<string, Readonly<Record<string, number>>>>;
}

export const NULL_CELL = 'null:0';

/** Throws when a listed customer is not in the order file or rep and customer lists differ in length. */
export function parseReplicate(line: string, set: DataSet): Replicate {
  const manifest = JSON.parse(line) as ManifestLine;
  if (manifest.cust.length === 0 || manifest.cust.length !== manifest.rep.length) {
    throw new Error(`${set.name}: manifest line without customers, or without a rep for each`);
  }
  const inSet = new Map(set.customers.map((key, index) => [key, index]));
  const local = new Map<string, number>();
  const customers = Int32Array.from(manifest.cust, (key, index) => {
    const found = inSet.get(String(key));
    if (found === undefined) throw new Error(`${set.name}: customer ${key} has no orders`);
    local.set(String(key), index);
    return found;
  });
  const rep = Int32Array.from(manifest.rep);
  const start = new Int32Array(manifest.R).fill(NEVER);
  for (const [index, day] of Object.entries(manifest.bad)) start[Number(index)] = day + MANIFEST_EPOCH;

  const lookUp = (key: string): number => {
    const index = local.get(key);
    if (index === undefined) throw new Error(`${set.name}: ${key} is not in this replicate`);
    return index;
  };
  const cells: Cell[] = [{ key: NULL_CELL, shape: 'null', f: 0, injection: {} }];
  for (const strength of STRENGTHS) {
    const f = Number(strength);
    const drop = new Map<number, Set<number>>();
    for (const [key, listed] of Object.entries(manifest.thin)) {
      const days = listed.filter(([, level]) => level <= 10 * f + 1e-9).map(([day]) => day + MANIFEST_EPOCH);
      drop.set(lookUp(key), new Set(days));
    }
    cells.push({ key: `thin:${strength}`, shape: 'thin', f, injection: { drop } });
  }
  for (const strength of STRENGTHS) {
    const cutoff = new Map<number, number>();
    for (const [key, day] of Object.entries(manifest.capture[strength] ?? {})) {
      cutoff.set(lookUp(key), day + MANIFEST_EPOCH);
    }
    cells.push({ key: `capture:${strength}`, shape: 'capture', f: Number(strength), injection: { cutoff } });
  }
  for (const strength of STRENGTHS) {
    cells.push(shaveCell(`shave:${strength}`, Number(strength), rep, start));
  }
  return {
    t0Day: manifest.t0_day + MANIFEST_EPOCH,
    step: manifest.step,
    months: manifest.months,
    repCount: manifest.R,
    customers,
    rep,
    start,
    cells,
  };
}

/** Every customer of a dishonest rep keeps ordering, for `1 − f` of the amount. */
export function shaveCell(key: string, f: number, rep: Int32Array, start: Int32Array): Cell {
  const from = new Map<number, number>();
  rep.forEach((r, customer) => {
    const day = start[r] ?? NEVER;
    if (day !== NEVER) from.set(customer, day);
  });
  return { key, shape: 'shave', f, injection: { shaved: { from, keep: 1 - f } } };
}
