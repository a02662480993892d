/** From scores to the figures that are printed and to the JSON of the last line. */

import { BASELINES } from './baselines.ts';
import { evaluateCell, evaluateLabelFree, evaluateTrouble } from './evaluate.ts';
import { NULL_CELL } from './manifest.ts';
import { ENGINE } from './types.ts';
import type { CellFigures, LabelFree, TroubleFigures } from './evaluate.ts';
import type { ReplicateScores } from './types.ts';

export interface SetSummary {
  readonly name: string;
  readonly hard: boolean;
  readonly replicates: number;
  /** All methods × all cells, the f = 0 cell among them. */
  readonly figures: Readonly<Record<string, Readonly<Record<string, CellFigures>>>>;
  /** The engine at its own thresholds: false alarms over all cells, recall over those with diversion. */
  readonly labelFree: LabelFree | null;
  /** The same false alarms in the honest control alone. */
  readonly labelFreeNull: LabelFree | null;
  /** Honest trouble → method; empty for manifests. */
  readonly troubles: Readonly<Record<string, Readonly<Record<string, TroubleFigures>>>>;
}

export function summariseSet(name: string, hard: boolean, runs: readonly ReplicateScores[]): SetSummary {
  const methods = Object.keys(runs[0]?.scores ?? {});
  const troubles = Object.keys(runs[0]?.troubles ?? {});
  const all = Object.keys(runs[0]?.scores[methods[0] ?? ''] ?? {});
  const cells = all.filter((cell) => !troubles.includes(cell));
  const figures = Object.fromEntries(
    methods.map((method) => [method, Object.fromEntries(cells.map((cell) => [cell, evaluateCell(runs, method, cell)]))]),
  );
  const free = methods.includes(ENGINE) ? cells.map((cell) => evaluateLabelFree(runs, ENGINE, cell)) : null;
  const diverted = free?.filter((_, at) => cells[at] !== NULL_CELL) ?? [];
  return {
    name,
    hard,
    replicates: runs.length,
    figures,
    labelFree: free && {
      fa_per_100: mean(free.map((cell) => cell.fa_per_100)),
      cases_per_100: mean(free.map((cell) => cell.cases_per_100)),
      recall: mean(diverted.map((cell) => cell.recall)),
    },
    troubles: Object.fromEntries(
      troubles.map((cell) => [cell, Object.fromEntries(methods.map((method) => [method, evaluateTrouble(runs, method, cell, NULL_CELL)]))]),
    ),
    labelFreeNull: free?.[cells.indexOf(NULL_CELL)] ?? null,
  };
}

export interface Totals {
  /** Mean recall over the cells of the hard sets; `null` without a hard set. */
  readonly meanHard: number | null;
  readonly meanHardWithoutShave: number | null;
  readonly nullRecallMax: number;
}

export function totalsOf(sets: readonly SetSummary[], method: string): Totals {
  const hard: number[] = [];
  const withoutShave: number[] = [];
  let nullRecallMax = 0;
  for (const set of sets) {
    for (const [cell, figures] of Object.entries(set.figures[method] ?? {})) {
      if (cell === NULL_CELL) nullRecallMax = Math.max(nullRecallMax, figures.recall);
      else if (set.hard) {
        hard.push(figures.recall);
        if (!cell.startsWith('shave')) withoutShave.push(figures.recall);
      }
    }
  }
  return {
    meanHard: hard.length > 0 ? mean(hard) : null,
    meanHardWithoutShave: withoutShave.length > 0 ? mean(withoutShave) : null,
    nullRecallMax,
  };
}

/** Mean over the hard cells of the best baseline of each cell: what choosing with hindsight would give. */
export function hindsightMean(sets: readonly SetSummary[]): number | null {
  const best = sets.filter((set) => set.hard).flatMap((set) => diversionCells(set).map((cell) => bestBaseline(set, cell).recall));
  return best.length > 0 ? mean(best) : null;
}

export function diversionCells(set: SetSummary): readonly string[] {
  return Object.keys(Object.values(set.figures)[0] ?? {}).filter((cell) => cell !== NULL_CELL);
}

/** The baseline with most recall in a cell; the faster one among equals. */
export function bestBaseline(set: SetSummary, cell: string): { name: string; recall: number; days: number | null } {
  let best = { name: '', recall: -1, days: null as number | null };
  for (const name of BASELINES) {
    const figures = set.figures[name]?.[cell];
    if (figures === undefined) continue;
    const days = figures.median_days;
    if (figures.recall > best.recall || (figures.recall === best.recall && (days ?? 1e9) < (best.days ?? 1e9))) {
      best = { name, recall: figures.recall, days };
    }
  }
  return best;
}

/** The JSON object of the last line. */
export function resultOf(sets: readonly SetSummary[]): Record<string, unknown> {
  const totals = totalsOf(sets, ENGINE);
  return {
    cells: Object.fromEntries(
      sets.map((set) => [set.name, Object.fromEntries(diversionCells(set).map((cell) => [cell, rounded(set.figures[ENGINE]?.[cell])]))]),
    ),
    mean_hard: round(totals.meanHard),
    mean_hard_without_shave: round(totals.meanHardWithoutShave),
    null_recall_max: round(totals.nullRecallMax),
    label_free: Object.fromEntries(
      sets.map((set) => [set.name, { fa_per_100: round(set.labelFree?.fa_per_100), recall: round(set.labelFree?.recall) }]),
    ),
    baselines: Object.fromEntries(
      BASELINES.filter((name) => sets.some((set) => name in set.figures)).map((name) => [name, round(totalsOf(sets, name).meanHard)]),
    ),
  };
}

function rounded(figures: CellFigures | undefined): CellFigures | null {
  if (figures === undefined) return null;
  const { recall, median_days, auroc } = figures;
  return { recall: round(recall) ?? 0, median_days, auroc: round(auroc) ?? 0 };
}

function round(value: number | null | undefined): number | null {
  return value === null || value === undefined ? null : Math.round(value * 10_000) / 10_000;
}

export function mean(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0) / values.length;
}
