import { spawn } from 'node:child_process';
import { delimiter, dirname, join } from 'node:path';
import { type Step, steps } from './gate/steps.ts';

/**
 * The one gate: `npm run check`, which is also `npm test` and what CI runs. Stops at the first step that fails, or that
 * passed without having looked at anything. `node tests/check.ts lint unit` runs only the steps of these names.
 */

const root = dirname(import.meta.dirname);
const bin = join(root, 'node_modules/.bin');

interface Result {
  readonly name: string;
  readonly seconds: number;
  readonly looked: string;
}

/** Runs the command and shows what it says while it says it; where something is to be hidden, at its end. */
async function run({ command: [program, ...args], hide }: Step): Promise<{ code: number; output: string }> {
  const child = spawn(join(bin, program), args, {
    cwd: root,
    // The programs' own `node` is the one that package.json pins, whatever the machine has.
    env: { ...process.env, PATH: `${bin}${delimiter}${process.env['PATH'] ?? ''}`, NO_COLOR: '1', FORCE_COLOR: undefined },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (text: string) => {
      output += text;
      if (!hide) process.stdout.write(text);
    });
  }
  const code = await new Promise<number>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (exit) => resolve(exit ?? 1));
  });
  if (hide) process.stdout.write(output.replaceAll(hide, ''));
  return { code, output };
}

function print(text: string): void {
  process.stdout.write(`${text}\n`);
}

function table(results: readonly Result[]): string {
  const width = Math.max(0, ...results.map(({ name }) => name.length));
  return results.map(({ name, seconds, looked }) => `${name.padEnd(width)}  ${seconds.toFixed(1).padStart(6)} s  ${looked}`).join('\n');
}

const results: Result[] = [];
let passed = 0;
let failed = 0;
let failure: string | null = null;

const wanted = process.argv.slice(2);
const chosen = steps.filter(({ name }) => wanted.length === 0 || wanted.includes(name));
if (chosen.length === 0) {
  failure = `no step is called ${wanted.join(', ')}`;
  failed = 1;
}

for (const step of chosen) {
  if (step.leftOut !== undefined) {
    results.push({ name: step.name, seconds: 0, looked: `left out: ${step.leftOut}` });
    continue;
  }
  print(`\n── ${step.name}: ${step.command.join(' ')}`);
  const began = performance.now();
  const { code, output } = await run(step);
  const { count, of, tests, skipped = 0, failed: failing = 0 } = step.looked(output);
  results.push({
    name: step.name,
    seconds: (performance.now() - began) / 1000,
    looked: `${count} ${of}${skipped > 0 ? `, ${skipped} skipped` : ''}`,
  });
  passed += tests ? count : 0;
  if (code !== 0) failure = `${step.name} failed (exit code ${code})`;
  else if (count === 0) failure = `${step.name} looked at nothing, which is no success`;
  else passed += tests ? 0 : 1;
  if (failure !== null) {
    failed = Math.max(1, failing);
    break;
  }
}

print(`\n${table(results)}\n`);
if (failure !== null) print(failure);
print(`${passed} passed, ${failed} failed`);
process.exitCode = failure === null ? 0 : 1;
