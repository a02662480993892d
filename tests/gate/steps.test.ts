import { expect, it } from 'vitest';
import { steps } from './steps.ts';

it('no step of the gate takes silence for success', () => {
  const content = steps.map(({ name, looked }) => [name, looked('').count]);
  expect(content.filter(([, count]) => count !== 0)).toEqual([]);
  expect(content.map(([name]) => name)).toEqual([
    'types',
    'lint',
    'format',
    'unused',
    'unit',
    'API',
    'API, PostgreSQL 15',
    'web build',
    'browser stories',
  ]);
});

it('counts what each tool says that it looked at', () => {
  const said: Record<string, string> = {
    lint: 'Found 0 warnings and 0 errors.\nFinished in 648ms on 185 files with 240 rules using 2 threads.',
    format: 'All matched files use the correct format.\nFinished in 34ms on 191 files using 2 threads.',
    unused: 'looked at 263 files',
    'web build': '✓ 3121 modules transformed.',
  };
  const counts = steps.flatMap(({ name, looked }) => (said[name] === undefined ? [] : [[name, looked(said[name]).count]]));
  expect(counts).toEqual([
    ['lint', 185],
    ['format', 191],
    ['unused', 263],
    ['web build', 3121],
  ]);
});
