import { captureCells, logMeanExp, shaveCells, thinCells } from './evidence.ts';
import type { Shape } from './types.ts';

export const shapes: readonly Shape[] = ['thin', 'capture', 'shave'];
/** After the shapes: the shortfall of the last two months, and of the last seven. */
export const recentFeature = shapes.length;
export const longFeature = shapes.length + 1;
export const featureCount = shapes.length + 2;
/** Where each shape's cells begin; the last entry is the end. */
export const shapeBegin = [0, thinCells, thinCells + captureCells, thinCells + captureCells + shaveCells] as const;

/**
 * Evidence of a rep for each shape: likelihood ratios averaged over strengths and ages, which no one knows.
 *
 * @param sums evidence per cell, summed over the rep's customers, from `at` on
 */
export function repFeatures(sums: Float64Array, at: number, out: Float64Array, row: number): void {
  for (let s = 0; s < shapes.length; s++) {
    out[row * featureCount + s] = logMeanExp(sums, at + shapeBegin[s]!, at + shapeBegin[s + 1]!);
  }
}

/** Sums customers' shortfalls so that big and small books compare. */
export class Shortfall {
  readonly #sum: Float64Array;
  readonly #count: Float64Array;

  constructor(books: number) {
    this.#sum = new Float64Array(books);
    this.#count = new Float64Array(books);
  }

  /** NaN, a customer that cannot tell, changes nothing. */
  add(book: number, deficit: number): void {
    if (Number.isNaN(deficit)) return;
    this.#sum[book]! += deficit;
    this.#count[book]!++;
  }

  /** In standard deviations; `allowed` of the sum is what the book's own record makes usual. */
  of(book: number, allowed = 0): number {
    return (this.#sum[book]! - allowed) / Math.sqrt(Math.max(1, this.#count[book]!));
  }
}
