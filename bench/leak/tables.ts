/** Readable tables for the terminal. */

import { BASELINES } from './baselines.ts';
import { NULL_CELL } from './manifest.ts';
import { bestBaseline, diversionCells, hindsightMean, mean, totalsOf } from './summary.ts';
import { ENGINE } from './types.ts';
import type { SetSummary } from './summary.ts';

const fixed = (value: number | null | undefined, digits = 2): string =>
  value === null || value === undefined || Number.isNaN(value) ? '–' : value.toFixed(digits);

/** Cells × engine (recall, median days, AUROC), best baseline, and the recall of every baseline. */
export function setTable(set: SetSummary): string {
  const names = BASELINES.filter((name) => name in set.figures);
  const heading = ['cell', 'recall', 'days', 'AUROC', 'best baseline', ...names];
  const rows = [...diversionCells(set), NULL_CELL].map((cell) => {
    const engine = set.figures[ENGINE]?.[cell];
    const best = bestBaseline(set, cell);
    return [
      cell === NULL_CELL ? 'f = 0' : cell,
      fixed(engine?.recall),
      fixed(engine?.median_days, 0),
      fixed(engine?.auroc, 3),
      best.name === '' ? '–' : `${fixed(best.recall)} / ${fixed(best.days, 0)} ${best.name}`,
      ...names.map((name) => fixed(set.figures[name]?.[cell]?.recall)),
    ];
  });
  const free =
    set.labelFree === null
      ? []
      : [
          `threshold without labels: ${fixed(set.labelFree.fa_per_100)} false alarms per 100 honest rep-months ` +
            `(${fixed(set.labelFree.cases_per_100)} as cases; ${fixed(set.labelFreeNull?.fa_per_100)} with f = 0), ` +
            `recall ${fixed(set.labelFree.recall, 3)}`,
        ];
  const honest = Object.entries(set.troubles).map(([cell, figures]) => {
    const of = (name: string): string => `${fixed(figures[name]?.alarmed)} (${fixed(figures[name]?.without)})`;
    return [cell, of(ENGINE), ...names.map(of)];
  });
  return [
    `\n${set.name}${set.hard ? ' (hard)' : ''}, ${set.replicates} replicates`,
    ...grid([heading, ...rows]),
    ...(honest.length === 0
      ? []
      : [
          'honest reps in trouble: share with an alarm (the same reps without the trouble)',
          ...grid([['trouble', ENGINE, ...names], ...honest]),
        ]),
    ...free,
  ].join('\n');
}

/** Means over the hard cells: engine, every baseline, and the best baseline per cell in hindsight. */
export function totalsTable(sets: readonly SetSummary[]): string {
  const methods = [ENGINE, ...BASELINES].filter((name) => sets.some((set) => name in set.figures));
  const rows = methods.map((name) => {
    const totals = totalsOf(sets, name);
    return [name, fixed(totals.meanHard, 3), fixed(totals.meanHardWithoutShave, 3), fixed(totals.nullRecallMax, 3)];
  });
  const single = rows.filter((row) => row[0] !== ENGINE).toSorted((a, b) => Number(b[1]) - Number(a[1]))[0];
  const free = sets.flatMap((set) => (set.labelFree === null ? [] : [set.labelFree]));
  return [
    '\nmean recall over the cells of the hard sets',
    ...grid([['score', 'all', 'without shave', 'f = 0 (worst set)'], ...rows]),
    `best single baseline: ${single?.[0] ?? '–'} ${single?.[1] ?? '–'}; ` +
      `best baseline per cell, in hindsight: ${fixed(hindsightMean(sets), 3)}`,
    ...(free.length === 0
      ? []
      : [
          `threshold without labels, mean of all sets: ${fixed(mean(free.map((set) => set.fa_per_100)))} false alarms ` +
            `per 100 honest rep-months, recall ${fixed(mean(free.map((set) => set.recall)), 3)}`,
        ]),
  ].join('\n');
}

function grid(rows: readonly (readonly string[])[]): string[] {
  const widths = (rows[0] ?? []).map((_, at) => Math.max(...rows.map((row) => (row[at] ?? '').length)));
  return rows.map((row) =>
    row
      .map((text, at) => text.padEnd(widths[at] ?? 0))
      .join('  ')
      .trimEnd(),
  );
}
