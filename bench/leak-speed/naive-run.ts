/**
 * The script one would write first: an object per row, an array of objects per customer, gaps and silence from
 * sorted dates. Its own process: `node naive-run.ts FILE`; answers with one JSON line.
 */

import { createReadStream } from 'node:fs';
import { createInterface } from 'node:readline';

export interface NaiveRun {
  readonly seconds: number;
  readonly cpu: number;
  readonly rows: number;
  readonly customers: number;
  readonly reps: number;
  readonly peakMb: number;
}

interface Order {
  readonly date: Date;
  readonly amount: number;
  readonly rep: string;
}

const began = performance.now();
const byCustomer = new Map<string, Order[]>();
let rows = -1;
let last = 0;
for await (const line of createInterface({ input: createReadStream(process.argv[2] ?? ''), crlfDelay: Infinity })) {
  if (++rows === 0) continue;
  const [, customer = '', date = '', amount = '', rep = ''] = line.split(',');
  const order = { date: new Date(date), amount: Number(amount), rep };
  const orders = byCustomer.get(customer);
  if (orders === undefined) byCustomer.set(customer, [order]);
  else orders.push(order);
  last = Math.max(last, order.date.getTime());
}

const silentByRep = new Map<string, number>();
for (const orders of byCustomer.values()) {
  if (orders.length < 3) continue;
  orders.sort((a, b) => a.date.getTime() - b.date.getTime());
  const first = orders[0];
  const latest = orders.at(-1);
  if (first === undefined || latest === undefined) continue;
  const gap = (latest.date.getTime() - first.date.getTime()) / (orders.length - 1);
  if (last - latest.date.getTime() > 3 * gap) silentByRep.set(latest.rep, (silentByRep.get(latest.rep) ?? 0) + 1);
}
const { user, system } = process.cpuUsage();
const result: NaiveRun = {
  seconds: (performance.now() - began) / 1000,
  cpu: (user + system) / 1e6,
  rows,
  customers: byCustomer.size,
  reps: silentByRep.size,
  peakMb: process.resourceUsage().maxRSS / 1024,
};
console.log(JSON.stringify(result));
