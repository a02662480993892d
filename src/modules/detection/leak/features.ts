import { captureCells, logMeanExp, shaveCells, thinCells } from './evidence.ts';
import type { Shape } from './types.ts';

export const shapes: readonly Shape[] = ['thin', 'capture', 'shave'];
export const featureCount = shapes.length;
/** Where each shape's cells begin; the last entry is the end. */
export const shapeBegin = [0, thinCells, thinCells + captureCells, thinCells + captureCells + shaveCells] as const;

/**
 * Evidence of a rep for each shape: likelihood ratios averaged over strengths and ages, which no one knows.
 *
 * @param sums evidence per cell, summed over the rep's customers, from `at` on
 */
export function repFeatures(sums: Float64Array, at: number, out: Float64Array, row: number): void {
  for (let s = 0; s < featureCount; s++) {
    out[row * featureCount + s] = logMeanExp(sums, at + shapeBegin[s]!, at + shapeBegin[s + 1]!);
  }
}
