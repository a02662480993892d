import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { cruise, type ICruiseResult } from 'dependency-cruiser';
import { beforeEach, describe, expect, it } from 'vitest';
import { kinds, mayDepend, placeOf } from './architecture/rules.ts';
import { dottedName, nodesOf, root, sourceFolders, sourcesUnder, textOf } from './architecture/sources.ts';

/** The rules of docs/architecture.md as facts. Each says how much it looked at, since a check that saw nothing passes too. */

const sources = sourceFolders.flatMap((folder) => (existsSync(join(root, folder)) ? sourcesUnder(folder) : []));

async function dependencies(): Promise<ICruiseResult> {
  const { output } = await cruise(
    sourceFolders.filter((folder) => existsSync(join(root, folder))),
    {
      baseDir: root,
      // TypeScript 7 has no JavaScript API: the default parser would see no module and find nothing wrong.
      parser: 'swc',
      tsPreCompilationDeps: true,
      doNotFollow: { path: 'node_modules' },
      enhancedResolveOptions: {
        exportsFields: ['exports'],
        conditionNames: ['import', 'node', 'types', 'default'],
        extensions: ['.ts', '.tsx', '.js', '.mjs', '.json', '.css', '.svg'],
      },
      validate: true,
      ruleSet: {
        forbidden: [
          { name: 'no circles', severity: 'error', from: {}, to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } } },
        ],
      },
    },
  );
  return output as ICruiseResult;
}

function packageOf(specifier: string): string {
  return specifier.split('/', specifier.startsWith('@') ? 2 : 1).join('/');
}

const graph = await dependencies();
const modules = graph.modules.filter((module) => placeOf(module.source) !== null || sources.includes(module.source));

beforeEach(() => {
  expect(sources.length, 'hand-written files that were found').toBeGreaterThan(280);
});

describe('dependencies', () => {
  it('looks at every hand-written file', () => {
    const seen = new Set(graph.modules.map((module) => module.source));
    expect(sources.filter((path) => !seen.has(path))).toEqual([]);
  });

  it('resolves every import', () => {
    const lost = modules.flatMap((from) =>
      from.dependencies.filter((to) => to.couldNotResolve).map((to) => `${from.source} → ${to.module}`),
    );
    expect(lost).toEqual([]);
  });

  it('would be refused across these lines', () => {
    const refusals: [string, string][] = [
      ['src/modules/orders/web/imports-page.tsx', 'src/modules/orders/queries.ts'],
      ['src/modules/orders/web/imports-page.tsx', 'src/modules/detection/rules.ts'],
      ['src/modules/orders/actions.ts', 'src/modules/detection/queries.ts'],
      ['src/modules/orders/actions.ts', 'src/modules/orders/routes.ts'],
      ['src/modules/orders/queries.ts', 'src/modules/identity/index.ts'],
      ['src/modules/detection/leak/engine.ts', 'src/platform/db.ts'],
      ['src/platform/http.ts', 'src/modules/identity/index.ts'],
      ['src/shared/problem.ts', 'src/platform/db.ts'],
      ['src/commands/start.ts', 'src/modules/identity/queries.ts'],
    ];
    const allowed = refusals.filter(([from, to]) => mayDepend(placeOf(from)!, placeOf(to)!));
    expect(allowed).toEqual([]);
    expect(mayDepend(placeOf('src/modules/orders/actions.ts')!, placeOf('src/modules/identity/index.ts')!)).toBe(true);
  });

  it('go only where the table allows', () => {
    let edges = 0;
    const wrong: string[] = [];
    for (const { source, dependencies: targets } of modules) {
      const from = placeOf(source);
      for (const { resolved } of targets) {
        const to = placeOf(resolved);
        if (!from || !to) continue;
        edges++;
        if (!mayDepend(from, to)) wrong.push(`${source} (${from.kind.name}) → ${resolved} (${to.kind.name})`);
      }
    }
    expect(wrong).toEqual([]);
    expect(edges).toBeGreaterThan(800);
  });

  it('have no circles, but those that vanish with their types', () => {
    expect(graph.summary.totalCruised).toBeGreaterThan(sources.length);
    expect(graph.summary.violations.map((violation) => `${violation.from} → ${violation.to}`)).toEqual([]);
  });

  it('let pure kinds load no package but those named', () => {
    let pure = 0;
    const wrong: string[] = [];
    for (const { source, dependencies: targets } of modules) {
      const packages = placeOf(source)?.kind.packages;
      if (!packages) continue;
      pure++;
      for (const { module, dependencyTypes } of targets) {
        const isPackage = dependencyTypes.some((type) => type.startsWith('npm') || type === 'core');
        const name = packageOf(module);
        if (isPackage && !packages.includes(name)) wrong.push(`${source} → ${module}`);
      }
    }
    expect(wrong).toEqual([]);
    expect(pure).toBeGreaterThan(30);
  });

  it('keep what runs in production among the production dependencies', () => {
    const production = modules.filter(
      ({ source }) => source.startsWith('src/') && !/\/web\//.test(source) && placeOf(source)?.kind.name !== 'test',
    );
    const wrong = production.flatMap(({ source, dependencies: targets }) =>
      targets
        .filter(({ dependencyTypes: types }) => types.includes('npm-dev') && !types.includes('type-only'))
        .map(({ module }) => `${source} → ${module}`),
    );
    expect(wrong).toEqual([]);
    expect(production.length).toBeGreaterThan(80);

    const { dependencies: listed } = JSON.parse(textOf('package.json')) as { dependencies: Record<string, string> };
    const loaded = new Set(production.flatMap(({ dependencies: targets }) => targets.map(({ module }) => packageOf(module))));
    // The runtime itself is loaded by nobody.
    expect(Object.keys(listed).filter((name) => name !== 'node' && !loaded.has(name))).toEqual([]);
  });
});

describe('files', () => {
  it('are each of a known kind', () => {
    expect(sources.filter((path) => placeOf(path) === null)).toEqual([]);
  });

  it('beyond the recipe of a module stand in a decision record', () => {
    const records = kinds.flatMap((kind) => (kind.record === undefined ? [] : [kind.record]));
    expect(records.filter((record) => !existsSync(join(root, record)))).toEqual([]);
    expect(records.length).toBeGreaterThan(5);
  });

  it('have 500 lines at most', () => {
    const long = sources.map((path) => ({ path, lines: textOf(path).split('\n').length })).filter(({ lines }) => lines > 501);
    expect(long).toEqual([]);
  });

  it('have names in kebab case, and none is called utils', () => {
    const wrong = sources.filter(
      (path) => !/^[a-z0-9./-]+$/i.test(path) || /[A-Z]/.test(path.replaceAll(/zh-CN/g, '')) || /(utils|helpers)\.tsx?$/.test(path),
    );
    expect(wrong).toEqual([]);
  });

  it('are never a barrel but a module’s index', () => {
    const barrels = sources.filter((path) => {
      if (/^src\/(modules\/[a-z-]+|i18n\/[a-z-]+)\/index\.ts$/i.test(path)) return false;
      return nodesOf(path).some(({ type }) => type === 'ExportAllDeclaration') || /\/index\.tsx?$/.test(path);
    });
    expect(barrels).toEqual([]);
  });

  it('of a module say in its index what the module owns', () => {
    const names = readdirSync(join(root, 'src/modules'));
    const silent = names.filter(
      (name) => existsSync(join(root, `src/modules/${name}/index.ts`)) && !textOf(`src/modules/${name}/index.ts`).startsWith('/**'),
    );
    expect(silent).toEqual([]);
    expect(names.length).toBeGreaterThan(2);
  });
});

describe('what is pure', () => {
  const pure = sources.filter((path) => {
    if (path.endsWith('.test.ts')) return false;
    return /^src\/shared\/|\/(rules|actions|view)\.ts$|\/leak\//.test(path) && path.startsWith('src/');
  });
  const clocks = new Set(['Date.now', 'Date', 'Math.random', 'performance.now', 'crypto.randomUUID', 'process.hrtime']);

  it('never reads the clock and never throws dice', () => {
    const wrong = pure.flatMap((path) =>
      nodesOf(path)
        .filter(readsClock)
        .map((node) => `${path}: ${dottedName(node['callee'])}`),
    );
    expect(wrong).toEqual([]);
    expect(pure.length).toBeGreaterThan(12);
  });

  it('is what the check would catch', () => {
    const caught = nodesOf('tests/architecture/impure-example.ts').filter(readsClock);
    expect(caught.map((node) => dottedName(node['callee']))).toEqual(['Date.now', 'Math.random', 'Date', 'performance.now']);
  });

  function readsClock(node: ReturnType<typeof nodesOf>[number]): boolean {
    if (node.type === 'CallExpression') return clocks.has(dottedName(node['callee']) ?? '');
    const noArguments = !Array.isArray(node['arguments']) || node['arguments'].length === 0;
    return node.type === 'NewExpression' && dottedName(node['callee']) === 'Date' && noArguments;
  }
});

describe('texts', () => {
  const web = sources.filter((path) => /^src\/(web|modules\/[a-z-]+\/web)\//.test(path) && !path.endsWith('.test.ts'));
  /** Attributes that people read. */
  const read = new Set(['title', 'label', 'placeholder', 'alt', 'aria-label', 'description', 'subTitle', 'extra']);
  const letters = /\p{Letter}/u;
  /** Names of keys are printed on them, not translated. */
  const keys = /^(Ctrl|Shift|Esc|⌘)( [A-Z])?$/;
  /** The one place that knows how amounts are written: 万 and 亿 are parts of a number. */
  const numerals = 'src/web/format.ts';

  it('of the web come from src/i18n', () => {
    const wrong: string[] = [];
    for (const path of web) {
      for (const node of nodesOf(path)) {
        const text = String(node['value'] ?? node['cooked'] ?? '');
        if (node.type === 'JSXText' && letters.test(text) && !keys.test(text.trim())) wrong.push(`${path}: ${text.trim()}`);
        if (path !== numerals && /^(StringLiteral|TemplateElement)$/.test(node.type) && /\p{Script=Han}/u.test(text))
          wrong.push(`${path}: ${text}`);
        if (node.type !== 'JSXAttribute') continue;
        const { name, value } = node as { name?: { value?: unknown }; value?: { type?: string; value?: unknown } };
        if (read.has(String(name?.value)) && value?.type === 'StringLiteral' && letters.test(String(value.value))) {
          wrong.push(`${path}: ${String(name?.value)}="${String(value.value)}"`);
        }
      }
    }
    expect(wrong).toEqual([]);
    expect(web.length).toBeGreaterThan(40);
  });
});

describe('the compiler', () => {
  it('is silenced nowhere but where a refusal is what is tested', () => {
    const silenced = sources.filter(
      (path) => path !== 'tests/architecture.test.ts' && /@ts-(expect-error|ignore|nocheck)/.test(textOf(path)),
    );
    expect(silenced).toEqual(['tests/refused.types.ts']);
    expect(textOf('tests/refused.types.ts').match(/@ts-expect-error/g)?.length).toBeGreaterThan(5);
  });
});
