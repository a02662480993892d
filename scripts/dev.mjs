// `npm run dev`: the server with the demo data, begun anew when its sources change, and Vite in front of it with the pages as they are
// edited. Takes the same variables as `npm start`.
import { spawn } from 'node:child_process';
import { join } from 'node:path';

const root = join(import.meta.dirname, '..');
const port = process.env.PORT || '5180';

function run(args, env = {}) {
  return spawn(process.execPath, args, { cwd: root, stdio: 'inherit', env: { ...process.env, ...env } });
}

const prepared = run(['scripts/prepare-start.mjs']);
prepared.once('exit', (code) => {
  if (code === 0) develop();
  else process.exitCode = code ?? 1;
});

function develop() {
  const children = [
    run(['--watch', '--watch-preserve-output', 'src/main.ts', 'start'], { PORT: port }),
    run(['node_modules/vite/bin/vite.js', '--clearScreen', 'false'], { API_URL: `http://127.0.0.1:${port}` }),
  ];
  // One without the other is of no use; the terminal's Ctrl-C reaches both by itself.
  for (const child of children) child.once('exit', () => children.forEach((other) => other.kill()));
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) {
    process.on(signal, () => {
      if (signal !== 'SIGINT') children.forEach((child) => child.kill(signal));
    });
  }
}
