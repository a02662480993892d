import { readFileSync } from 'node:fs';
import { text, type TerminalKey } from '#platform/start-problem.ts';

const usage: readonly (readonly [command: string, key: TerminalKey])[] = [
  ['start [--empty] [--port N]', 'help.start'],
  ['worker', 'help.worker'],
  ['migrate', 'help.migrate'],
  ['seed', 'help.seed'],
  ['check FILE [--reps FILE] [--as-of DATE] …', 'help.check'],
  ['detect [--as-of DATE]', 'help.detect'],
  ['version', 'help.version'],
  ['help', 'help.help'],
];

export async function help(): Promise<number> {
  const lines = usage.flatMap(([command, key]) => [`  ${command}`, `      ${text('zh-CN', key)}`, `      ${text('en', key)}`]);
  const title = `${text('zh-CN', 'help.title')} · ${text('en', 'help.title')}`;
  const more = `${text('zh-CN', 'help.more')}\n${text('en', 'help.more')}`;
  process.stdout.write(`${title}\n\nnode src/main.ts …\n${lines.join('\n')}\n\n${more}\n`);
  return 0;
}

export async function version(): Promise<number> {
  const file = new URL('../../package.json', import.meta.url);
  const { version: number } = JSON.parse(readFileSync(file, 'utf8')) as { version: string };
  process.stdout.write(`${number}\n`);
  return 0;
}
