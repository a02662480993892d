/**
 * The dependency rules of docs/architecture.md as a table. A file is of the first kind whose pattern fits, may depend on
 * the kinds named here, and on nothing else: a new kind of file fits no row and fails until a row, and for a file in a
 * module a decision record, says what it is for.
 */
export interface Kind {
  readonly name: string;
  /** With a group `module` where the kind lives inside a module. */
  readonly pattern: RegExp;
  /** Kinds in the same module, or outside modules. */
  readonly may: readonly string[];
  /** Kinds in other modules. */
  readonly mayElsewhere?: readonly string[];
  /** Packages, by name, that may be loaded; all, where it is not given. */
  readonly packages?: readonly string[];
  /** The decision that allows this kind of file where the recipe has none. */
  readonly record?: string;
}

const inModule = String.raw`^src/modules/(?<module>[a-z-]+)/`;
const leakRecord = 'docs/decisions/0010-leak-engine-folder.md';
const readersRecord = 'docs/decisions/0008-order-file-readers.md';

/** Tests, seeds and benchmarks stand outside the house and may look into every room. */
const outside: readonly Kind[] = [
  { name: 'test', pattern: /\.test\.ts$|\/test-files\.ts$|^tests\/|^e2e\//, may: ['*'], mayElsewhere: ['*'] },
  { name: 'seed', pattern: /^seeds\//, may: ['*'], mayElsewhere: ['*'] },
  { name: 'bench', pattern: /^bench\//, may: ['*'], mayElsewhere: ['*'] },
];

const ground: readonly Kind[] = [
  { name: 'shared', pattern: /^src\/shared\//, may: ['shared'], packages: ['typebox'] },
  { name: 'texts', pattern: /^src\/i18n\//, may: ['texts'], packages: [] },
  { name: 'platform', pattern: /^src\/platform\//, may: ['platform', 'shared', 'texts'] },
];

const moduleRecipe: readonly Kind[] = [
  {
    name: 'index',
    pattern: new RegExp(`${inModule}index\\.ts$`),
    may: ['schema', 'rules', 'queries', 'actions', 'routes', 'events', 'leak report'],
  },
  { name: 'schema', pattern: new RegExp(`${inModule}schema\\.ts$`), may: ['shared', 'leak engine types'], packages: ['typebox'] },
  { name: 'rules', pattern: new RegExp(`${inModule}rules\\.ts$`), may: ['schema', 'shared'], packages: [] },
  {
    name: 'queries',
    pattern: new RegExp(`${inModule}queries\\.ts$`),
    may: ['schema', 'rules', 'platform', 'shared', 'leak view', 'order file readers'],
  },
  {
    name: 'actions',
    pattern: new RegExp(`${inModule}actions\\.ts$`),
    may: [
      'schema',
      'rules',
      'queries',
      'platform',
      'shared',
      'leak view',
      'leak engine',
      'leak engine types',
      'leak thread',
      'order file readers',
    ],
    mayElsewhere: ['index'],
  },
  {
    name: 'routes',
    pattern: new RegExp(`${inModule}routes\\.ts$`),
    may: ['schema', 'rules', 'queries', 'actions', 'platform', 'shared', 'leak report', 'order file readers'],
    mayElsewhere: ['index'],
  },
  {
    name: 'events',
    pattern: new RegExp(`${inModule}events\\.ts$`),
    may: ['schema', 'actions', 'import work', 'platform', 'shared'],
    mayElsewhere: ['index'],
  },
  {
    name: 'module web',
    pattern: new RegExp(`${inModule}web/`),
    may: ['module web', 'web', 'schema', 'rules', 'shared', 'texts', 'order file texts'],
    mayElsewhere: ['schema', 'module web'],
  },
];

/** What the recipe does not have; each row names the decision that allows it. */
const extras: readonly Kind[] = [
  { name: 'leak engine types', pattern: new RegExp(`${inModule}leak/types\\.ts$`), may: [], packages: [], record: leakRecord },
  {
    name: 'leak engine',
    pattern: new RegExp(`${inModule}leak/`),
    may: ['leak engine', 'leak engine types', 'shared'],
    packages: [],
    record: leakRecord,
  },
  {
    name: 'leak thread',
    pattern: new RegExp(`${inModule}run-in-thread\\.ts$`),
    may: ['leak engine', 'leak engine types'],
    packages: ['worker_threads'],
    record: 'docs/decisions/0009-leak-check-in-a-thread.md',
  },
  {
    name: 'leak view',
    pattern: new RegExp(`${inModule}view\\.ts$`),
    may: ['schema', 'shared', 'leak engine types'],
    packages: [],
    record: leakRecord,
  },
  {
    name: 'leak report',
    pattern: new RegExp(`${inModule}report/`),
    may: ['leak report', 'leak view', 'leak engine types', 'schema', 'shared', 'texts'],
    record: 'docs/decisions/0011-mailed-report.md',
  },
  {
    name: 'leak check of a file',
    pattern: new RegExp(`${inModule}check-file\\.ts$`),
    may: ['leak report', 'leak view', 'leak engine', 'leak engine types', 'schema', 'shared', 'texts', 'platform'],
    mayElsewhere: ['index', 'order file readers', 'order file texts'],
    record: leakRecord,
  },
  {
    name: 'order file texts',
    pattern: new RegExp(`${inModule}import/texts\\.ts$`),
    may: ['order file texts', 'texts'],
    packages: [],
    record: readersRecord,
  },
  {
    name: 'order file readers',
    pattern: new RegExp(`${inModule}import/`),
    may: ['order file readers', 'order file texts', 'shared', 'schema'],
    mayElsewhere: ['index'],
    record: readersRecord,
  },
  {
    name: 'import work',
    pattern: new RegExp(`${inModule}perform-import\\.ts$`),
    may: ['actions', 'queries', 'schema', 'order file readers', 'platform', 'shared'],
    mayElsewhere: ['index'],
    record: 'docs/decisions/0012-imports-are-whole.md',
  },
];

const above: readonly Kind[] = [
  { name: 'web', pattern: /^src\/web\//, may: ['web', 'shared', 'texts'], mayElsewhere: ['module web', 'schema', 'rules'] },
  {
    name: 'program',
    pattern: /^src\/(main|app|modules)\.ts$|^src\/commands\//,
    may: ['program', 'platform', 'shared', 'texts', 'seed'],
    mayElsewhere: ['index', 'leak check of a file'],
  },
];

export const kinds: readonly Kind[] = [...outside, ...ground, ...moduleRecipe, ...extras, ...above];

export interface Placed {
  readonly kind: Kind;
  /** Null outside modules. */
  readonly module: string | null;
}

export function placeOf(path: string): Placed | null {
  for (const kind of kinds) {
    const match = kind.pattern.exec(path);
    if (match) return { kind, module: match.groups?.['module'] ?? null };
  }
  return null;
}

/** Whether a file may depend on another. */
export function mayDepend(from: Placed, to: Placed): boolean {
  const elsewhere = to.module !== null && to.module !== from.module;
  const allowed = elsewhere ? (from.kind.mayElsewhere ?? []) : from.kind.may;
  return allowed.includes('*') || allowed.includes(to.kind.name);
}
