import { cellCount, customerEvidence, type CustomerLaw, marketFactors } from './evidence.ts';
import { longDeficits, recentDeficits, referenceOf } from './deficit.ts';
import { featureCount, longFeature, recentFeature, repFeatures, Shortfall } from './features.ts';
import { constantAssignment } from './history.ts';
import { companyPulse, observe } from './observe.ts';
import { randomStream, shuffle } from './random.ts';
import type { Assignment, OrderHistory } from './types.ts';

export interface PracticeOptions {
  readonly dates: readonly number[];
  readonly booksPerDate: number;
  readonly seed: number;
}

/**
 * What honest books look like to the engine: the company's own customers, dealt at random into books of the sizes
 * its reps have, looked at on days of the clean past. Customers that a list drawn up later no longer holds are made
 * up for: some fall silent for good, as often as the law expects.
 *
 * @returns evidence for each shape, `featureCount` numbers per book
 */
export function honestBooks(
  law: CustomerLaw,
  scatter: number,
  history: OrderHistory,
  assignment: Assignment,
  options: PracticeOptions,
): Float64Array {
  const random = randomStream(options.seed);
  const rows = new Float64Array(options.dates.length * options.booksPerDate * featureCount);
  const buffer = new Float64Array(cellCount);
  const sums = new Float64Array(cellCount);
  let row = 0;
  for (const asOf of options.dates) {
    const honest = observe(history, assignment, asOf, law);
    const market = marketFactors(law, honest, assignment.repCount);
    const sizes = new Int32Array(assignment.repCount);
    const members: number[] = [];
    for (let c = 0; c < honest.customerCount; c++) {
      const rep = honest.owners.rep[c]!;
      if (rep < 0 || honest.firstDay[c] === -2147483648) continue;
      sizes[rep]!++;
      members.push(c);
    }
    const books = sizes.filter((size) => size > 0).toSorted();
    if (books.length === 0) continue;
    const copy = withLosses(history, members, asOf, law.attrition, random);
    const owned = constantAssignment(1, new Int32Array(members.length));
    const observation = observe(copy, owned, asOf, law, companyPulse(history, asOf));
    // As in use, where the reference ends somewhere in the year before; half the way back in a short past.
    const reference = referenceOf(copy, asOf - Math.floor(Math.min(180, (asOf - firstDayOf(copy, asOf)) / 2)));
    const recently = recentDeficits(law, copy, observation, reference, scatter);
    const lately = longDeficits(law, market, observation);
    const evidence = new Float32Array(members.length * cellCount);
    for (let i = 0; i < members.length; i++) {
      customerEvidence(law, market, observation, i, buffer);
      evidence.set(buffer, i * cellCount);
    }
    const deck = shuffle(
      Int32Array.from(members, (_, i) => i),
      random,
    );
    let dealt = 0;
    for (let k = 0; k < options.booksPerDate; k++) {
      sums.fill(0);
      const recent = new Shortfall(1);
      const long = new Shortfall(1);
      const size = Math.min(books[Math.floor(random() * books.length)]!, deck.length);
      for (let n = 0; n < size; n++) {
        if (dealt === deck.length) {
          shuffle(deck, random);
          dealt = 0;
        }
        const member = deck[dealt++]!;
        const at = member * cellCount;
        recent.add(0, recently[member]!);
        long.add(0, lately[member]!);
        for (let cell = 0; cell < cellCount; cell++) sums[cell]! += evidence[at + cell]!;
      }
      rows[row * featureCount + recentFeature] = recent.of(0);
      rows[row * featureCount + longFeature] = long.of(0);
      repFeatures(sums, 0, rows, row++);
    }
  }
  return rows.slice(0, row * featureCount);
}

function firstDayOf({ customerCount, offsets, day }: OrderHistory, otherwise: number): number {
  let first = otherwise;
  for (let c = 0; c < customerCount; c++) if (offsets[c]! < offsets[c + 1]!) first = Math.min(first, day[offsets[c]!]!);
  return first;
}

/** Copies of the members' orders before `asOf`; some end on a random day of the last year. */
function withLosses(history: OrderHistory, members: readonly number[], asOf: number, yearly: number, random: () => number): OrderHistory {
  const { offsets } = history;
  let size = 0;
  for (const c of members) size += offsets[c + 1]! - offsets[c]!;
  const day = new Int32Array(size);
  const amount = new Float64Array(size);
  const out = new Uint32Array(members.length + 1);
  let at = 0;
  members.forEach((c, k) => {
    const end = random() < yearly ? asOf - Math.floor(random() * 365) : asOf;
    for (let i = offsets[c]!; i < offsets[c + 1]! && history.day[i]! < end; i++) {
      day[at] = history.day[i]!;
      amount[at++] = history.amount[i]!;
    }
    out[k + 1] = at;
  });
  return {
    customerCount: members.length,
    offsets: out,
    day: day.subarray(0, at),
    amount: amount.subarray(0, at),
    region: new Int32Array(members.length).fill(-1),
  };
}
