import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { root } from './architecture/sources.ts';

/** What the papers promise is there: the files they link to, the commands they name, the records' form. */

const papers = [
  ...readdirSync(root).filter((name) => name.endsWith('.md')),
  ...readdirSync(join(root, 'docs'), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.md'))
    .map((name) => join('docs', name)),
  'examples/README.md',
];
const records = readdirSync(join(root, 'docs/decisions')).filter((name) => name !== 'README.md');

function textOf(paper: string): string {
  return readFileSync(join(root, paper), 'utf8');
}

describe('papers', () => {
  it('link to files that are there', () => {
    const links = papers.flatMap((paper) =>
      [...textOf(paper).matchAll(/\]\(([^)\s]+)\)/g)]
        .map((match) => ({ paper, target: match[1]! }))
        .filter(({ target }) => !/^https?:/.test(target)),
    );
    const dead = links.filter(({ paper, target }) => !existsSync(join(root, dirname(paper), decodeURIComponent(target.split('#', 1)[0]!))));
    expect(dead).toEqual([]);
    expect(links.length).toBeGreaterThan(25);
  });

  it('name npm scripts that are there', () => {
    const { scripts } = JSON.parse(textOf('package.json')) as { scripts: Record<string, string> };
    const named = papers.flatMap((paper) =>
      [...textOf(paper).matchAll(/(?:`|^ {4}|&& )npm (?:run )?(?!run\b|ci\b)([a-z][a-z:-]+)/gm)].map((match) => ({
        paper,
        script: match[1]!,
      })),
    );
    const missing = named.filter(({ script }) => !(script in scripts));
    expect(missing).toEqual([]);
    expect(named.length).toBeGreaterThan(15);
  });

  it('record decisions one after the other, dated, with reason and price', () => {
    expect(records.map((name) => name.slice(0, 4))).toEqual(records.map((_, index) => String(index + 1).padStart(4, '0')));
    for (const name of records) {
      expect(textOf(join('docs/decisions', name)), name).toMatch(
        /^# \d{4} · .+\n\n\d{4}-\d{2}-\d{2} · (accepted|Superseded by \d{4})\n[^]*\*\*Decided\.\*\*[^]*\*\*Why\.\*\*[^]*\*\*Costs\.\*\*/,
      );
    }
    expect(records.length).toBeGreaterThan(10);
  });

  it('have words that the code uses too', () => {
    const code = ['src', 'seeds', 'bench', 'migrations'].flatMap((folder) =>
      readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
        .filter((name) => /\.(tsx?|sql)$/.test(name))
        .map((name) => textOf(join(folder, name))),
    );
    const all = code.join('\n');
    const words = textOf('docs/glossary.md')
      .split('\n')
      .flatMap((line) => [...(line.split('|')[3] ?? '').matchAll(/`([^`]+)`/g)].map((match) => match[1]!))
      // Patterns of names, not names.
      .filter((word) => word !== 'module.verb' && word !== 'noun.past_verb' && !word.startsWith('table '));
    expect(words.filter((word) => !new RegExp(`\\b${word.replace(/^\//, '')}\\b`).test(all))).toEqual([]);
    expect(words.length).toBeGreaterThan(30);
  });

  it('show a picture each in the language they are written in', () => {
    expect(textOf('README.md')).toMatch(/docs\/pictures\/[a-z]+-en-wide\.png/);
    expect(textOf('README.zh-CN.md')).toMatch(/docs\/pictures\/[a-z]+-zh-wide\.png/);
  });
});
