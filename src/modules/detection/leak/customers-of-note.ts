import { cellCount, customerEvidence } from './evidence.ts';
import type { Expectation } from './expectation.ts';
import { shapeBegin, shapes } from './features.ts';
import type { Judgement } from './judge.ts';
import type { LeakModel } from './model.ts';
import { ageCount } from './observe.ts';
import { rhythmOf } from './rhythm.ts';
import type { CallBackQuestion, CustomerResult, OrderHistory, Shape } from './types.ts';

/** A customer's own evidence from which a shape is named: odds of three to one. */
const shapeFrom = Math.log(3);

/** How each rep's evidence is spread over shapes, strengths and ages; weights per rep sum to 1. */
export function cellWeights(sums: Float64Array, rep: number): Float64Array {
  const weights = new Float64Array(cellCount);
  let high = -Infinity;
  for (let k = 0; k < cellCount; k++) high = Math.max(high, sums[rep * cellCount + k]!);
  let total = 0;
  for (let k = 0; k < cellCount; k++) total += weights[k] = Math.exp(sums[rep * cellCount + k]! - high);
  for (let k = 0; k < cellCount; k++) weights[k]! /= total;
  return weights;
}

/** Results of the `most` customers with most to tell: those with evidence first, then the silent, then by index. */
export function customersOfNote(
  model: LeakModel,
  history: OrderHistory,
  judgement: Judgement,
  expectation: Expectation,
  silent: Uint8Array,
  most: number,
): CustomerResult[] {
  const { observation, market, sums } = judgement;
  const n = observation.customerCount;
  const repCount = judgement.score.length;
  const weights = Array.from({ length: repCount }, (_, r) => cellWeights(sums, r));
  const even = new Float64Array(cellCount).fill(1 / cellCount);
  const evidence = new Float64Array(n);
  const shape = new Int8Array(n).fill(-1);
  const buffer = new Float64Array(cellCount);
  for (let c = 0; c < n; c++) {
    if (observation.oldestAge[c]! < 0) continue;
    const rep = observation.owners.rep[c]!;
    const w = rep < 0 ? even : weights[rep]!;
    customerEvidence(model.law, market, observation, c, buffer);
    let sum = 0;
    for (let k = 0; k < cellCount; k++) sum += w[k]! * buffer[k]!;
    evidence[c] = sum;
    let best = shapeFrom;
    for (let s = 0; s < shapes.length; s++) {
      for (let k = shapeBegin[s]!; k < shapeBegin[s + 1]!; k++) {
        if (buffer[k]! > best) {
          best = buffer[k]!;
          shape[c] = s;
        }
      }
    }
  }
  const ranked: number[] = [];
  for (let c = 0; c < n; c++) if (observation.lastDay[c]! > -2147483648) ranked.push(c);
  if (ranked.length > most) {
    ranked.sort((a, b) => flag(b) - flag(a) || evidence[b]! - evidence[a]! || silent[b]! - silent[a]! || a - b);
    ranked.length = most;
    ranked.sort((a, b) => a - b);
  }
  return ranked.map((c) => resultOf(c));

  function flag(c: number): number {
    return shape[c]! >= 0 ? 1 : 0;
  }

  function resultOf(c: number): CustomerResult {
    const rhythm = rhythmOf(model.law, observation, c);
    const named = shape[c]! >= 0 ? shapes[shape[c]!]! : null;
    let end = history.offsets[c + 1]!;
    while (end > history.offsets[c]! && history.day[end - 1]! >= observation.asOf) end--;
    return {
      customer: c,
      rep: observation.owners.rep[c]!,
      orders: end - history.offsets[c]!,
      firstDay: observation.firstDay[c]!,
      lastDay: observation.lastDay[c]!,
      usualGap: rhythm ? rhythm.gap : null,
      silenceLimit: rhythm ? rhythm.limit : null,
      silentDays: observation.asOf - observation.lastDay[c]!,
      isSilent: silent[c] === 1,
      ordersSeen: expectation.ordersSeen[c]!,
      ordersExpected: expectation.ordersExpected[c]!,
      amountSeen: expectation.amountSeen[c]!,
      amountExpected: expectation.amountExpected[c]!,
      evidence: evidence[c]!,
      shape: named,
      questions: questionsFor(named, silent[c] === 1),
    };
  }
}

/** What a neutral person could ask this customer; never about the rep. */
function questionsFor(shape: Shape | null, isSilent: boolean): CallBackQuestion[] {
  if (isSilent || shape === 'capture') return ['why_stopped', 'service_satisfied', 'still_buying_elsewhere'];
  if (shape === 'thin') return ['still_buying_elsewhere', 'invoice_and_payee', 'service_satisfied'];
  if (shape === 'shave') return ['order_size_changed', 'invoice_and_payee', 'service_satisfied'];
  return ['service_satisfied'];
}

/** Age of change that carries most of a rep's evidence. */
export function likeliestAge(weights: Float64Array): number {
  const byAge = new Float64Array(ageCount);
  for (let k = 0; k < cellCount; k++) byAge[k % ageCount]! += weights[k]!;
  let best = 0;
  for (let age = 1; age < ageCount; age++) if (byAge[age]! > byAge[best]!) best = age;
  return best;
}
