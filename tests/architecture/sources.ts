import { readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { type Node, parseSync } from '@swc/core';

/** The project's own folder. */
export const root = join(import.meta.dirname, '../..');

/** Folders of hand-written TypeScript. */
export const sourceFolders = ['src', 'seeds', 'tests', 'bench', 'e2e'] as const;

/** Paths below `folder`, relative to the project, with `/`, of files whose name ends in `.ts` or `.tsx`; sorted. */
export function sourcesUnder(folder: string): string[] {
  const entries = readdirSync(join(root, folder), { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile() && /\.tsx?$/.test(entry.name))
    .map((entry) => relative(root, join(entry.parentPath, entry.name)).replaceAll('\\', '/'))
    .toSorted();
}

export function textOf(path: string): string {
  return readFileSync(join(root, path), 'utf8');
}

/** A syntax node as a plain record: what the checks look into. */
export type SyntaxNode = Readonly<Record<string, unknown>> & { readonly type: string };

/** Every node of the file's syntax tree, comments left out. */
export function nodesOf(path: string): SyntaxNode[] {
  const tree = parseSync(textOf(path), { syntax: 'typescript', tsx: path.endsWith('.tsx'), target: 'es2022' });
  const nodes: SyntaxNode[] = [];
  collect(tree as Node, nodes);
  return nodes;
}

function collect(value: unknown, nodes: SyntaxNode[]): void {
  if (Array.isArray(value)) for (const item of value) collect(item, nodes);
  else if (typeof value === 'object' && value !== null) {
    if ('type' in value && typeof value.type === 'string') nodes.push(value as SyntaxNode);
    for (const child of Object.values(value)) collect(child, nodes);
  }
}

/** `Date.now` for the callee of `Date.now()`; null for what is no plain name. */
export function dottedName(node: unknown): string | null {
  const { type, value, object, property } = node as { type?: string; value?: unknown; object?: unknown; property?: unknown };
  if (type === 'Identifier') return String(value);
  if (type !== 'MemberExpression') return null;
  const left = dottedName(object);
  const right = dottedName(property);
  return left === null || right === null ? null : `${left}.${right}`;
}
