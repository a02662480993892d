import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { texts as english } from './en/index.ts';
import { texts as chinese } from './zh-CN/index.ts';

/** All texts of a language with their keys. */
function leaves(tree: object, path = ''): [string, string][] {
  return Object.entries(tree).flatMap(([key, value]): [string, string][] =>
    typeof value === 'string' ? [[`${path}${key}`, value]] : leaves(value as object, `${path}${key}.`),
  );
}

function placeholders(text: string): string[] {
  return [...text.matchAll(/\{(\w+)\}/g)].map((match) => match[1] ?? '').toSorted();
}

test('both languages fill in the same places', () => {
  const other = new Map(leaves(english));
  const all = leaves(chinese);
  const wrong = all.filter(([key, text]) => placeholders(text).join() !== placeholders(other.get(key) ?? '').join()).map(([key]) => key);
  expect(wrong).toEqual([]);
  expect(all.length).toBeGreaterThan(400);
});

test('no text is empty, none in English is left in Chinese but the name of that language', () => {
  const han = leaves(english).filter(([, text]) => /\p{Script=Han}/u.test(text));
  expect(han).toEqual([['shell.languageName', '中文']]);
  expect([...leaves(chinese), ...leaves(english)].filter(([, text]) => text.trim() === '')).toEqual([]);
});

test('no exclamation marks and no 请您 in what people read', () => {
  expect(leaves(chinese).filter(([, text]) => /[!！]|请您/.test(text))).toEqual([]);
  expect(leaves(english).filter(([, text]) => /!/.test(text))).toEqual([]);
});

/** Text between tags, in attributes that people read, and anything Chinese at all; comments left out. */
function ownTexts(source: string): string[] {
  const code = source.replaceAll(/\/\*[\s\S]*?\*\//g, '').replaceAll(/(^|\s)\/\/.*$/gm, '');
  return [
    ...code.matchAll(/(?<!=)>\s*([A-Za-z][A-Za-z ,.]{2,}?)\s*<\//g),
    ...code.matchAll(/\s(?:title|alt|placeholder|label|aria-label)="([^"]*\w[^"]*)"/g),
    ...code.matchAll(/(\p{Script=Han}+)/gu),
  ].map((match) => match[1] ?? '');
}

test('pages hold no text of their own', () => {
  expect(ownTexts('<p>Hello there</p> <a title="Go">{x}</a> // 注释\n <b>好</b>')).toEqual(['Hello there', 'Go', '好']);
  const root = join(import.meta.dirname, '..');
  const pages = globSync(['web/**/*.tsx', 'modules/*/web/**/*.tsx'], { cwd: root });
  const found = pages.flatMap((page) => ownTexts(readFileSync(join(root, page), 'utf8')).map((text) => `${page}: ${text}`));
  expect(found).toEqual([]);
  expect(pages.length).toBeGreaterThan(30);
});
