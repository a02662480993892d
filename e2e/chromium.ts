import { existsSync, mkdtempSync, renameSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import packed from '@sparticuz/chromium';
import { type Browser, chromium } from 'playwright-core';

/**
 * A real Chromium: the one that comes with the npm package, or that of `CHROMIUM_PATH` where the package has none for
 * the machine.
 */
export async function openBrowser(): Promise<Browser> {
  const executablePath = process.env['CHROMIUM_PATH'] ?? (await unpacked());
  return chromium.launch({ executablePath, args: ['--no-sandbox', '--disable-dev-shm-usage', '--font-render-hinting=none'] });
}

/**
 * The package unpacks into the temporary folder and takes any file that is there for a whole one, also one that another
 * test is just writing. So each process unpacks into its own folder and moves that into place in one step.
 */
async function unpacked(): Promise<string> {
  const folder = join(tmpdir(), `shoudan-chromium-${process.getuid?.() ?? 'user'}`);
  const binary = join(folder, 'chromium');
  if (existsSync(binary)) return binary;
  const own = mkdtempSync(`${folder}-`);
  const before = process.env['TMPDIR'];
  process.env['TMPDIR'] = own;
  try {
    await packed.executablePath();
  } finally {
    if (before === undefined) delete process.env['TMPDIR'];
    else process.env['TMPDIR'] = before;
  }
  try {
    renameSync(own, folder);
  } catch {
    // Somebody else was first.
    rmSync(own, { recursive: true, force: true });
  }
  return binary;
}
