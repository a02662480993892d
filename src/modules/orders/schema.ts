import { type Static, Type } from 'typebox';
import { defineProblems } from '#shared/problem.ts';

/** Problems of importing files. Reasons for single rows are in `import/texts.ts`. */
export const problems = defineProblems('orders', {
  import_not_found: 404,
  import_wrong_state: 409,
  file_missing: 400,
  file_too_large: 413,
  no_bad_rows: 404,
});

/** orders 订单流水 · assignments 客户归属表 (who looked after whom, when) */
export const ImportKind = Type.Union([Type.Literal('orders'), Type.Literal('assignments')]);
export type ImportKind = Static<typeof ImportKind>;

/** What a column of the file means. Each is the 0-based index of a column, or null. */
export const ColumnMapping = Type.Object({
  customerCode: Type.Union([Type.Integer({ minimum: 0 }), Type.Null()]),
  customerName: Type.Union([Type.Integer({ minimum: 0 }), Type.Null()]),
  date: Type.Union([Type.Integer({ minimum: 0 }), Type.Null()]),
  amount: Type.Union([Type.Integer({ minimum: 0 }), Type.Null()]),
  quantity: Type.Union([Type.Integer({ minimum: 0 }), Type.Null()]),
  unitPrice: Type.Union([Type.Integer({ minimum: 0 }), Type.Null()]),
  rep: Type.Union([Type.Integer({ minimum: 0 }), Type.Null()]),
  region: Type.Union([Type.Integer({ minimum: 0 }), Type.Null()]),
  product: Type.Union([Type.Integer({ minimum: 0 }), Type.Null()]),
  orderNo: Type.Union([Type.Integer({ minimum: 0 }), Type.Null()]),
  from: Type.Union([Type.Integer({ minimum: 0 }), Type.Null()]),
  to: Type.Union([Type.Integer({ minimum: 0 }), Type.Null()]),
});
export type ColumnMapping = Static<typeof ColumnMapping>;
export type ColumnMeaning = keyof ColumnMapping;

export const Preview = Type.Object({
  format: Type.Union([Type.Literal('csv'), Type.Literal('xlsx')]),
  encoding: Type.String(),
  delimiter: Type.Union([Type.String(), Type.Null()]),
  sheet: Type.Union([Type.String(), Type.Null()]),
  sheets: Type.Array(Type.String()),
  hasHeadings: Type.Boolean(),
  headings: Type.Array(Type.String()),
  /** First rows as text, without the headings. */
  rows: Type.Array(Type.Array(Type.String())),
  mapping: ColumnMapping,
  /** Why each recognised column was chosen. */
  reasons: Type.Record(Type.String(), Type.Union([Type.Literal('heading'), Type.Literal('content')])),
  /** Meanings that are needed and were not found. */
  missing: Type.Array(Type.String()),
});
export type Preview = Static<typeof Preview>;

export const RowError = Type.Object({
  row: Type.Integer({ description: '1-based row number as Excel shows it' }),
  column: Type.Union([Type.String(), Type.Null()]),
  code: Type.String(),
  value: Type.String(),
});
export type RowError = Static<typeof RowError>;

/** uploaded → queued → reading → done | failed | cancelled */
export const ImportStatus = Type.Union([
  Type.Literal('uploaded'),
  Type.Literal('queued'),
  Type.Literal('reading'),
  Type.Literal('done'),
  Type.Literal('failed'),
  Type.Literal('cancelled'),
]);
export type ImportStatus = Static<typeof ImportStatus>;

export const Import = Type.Object({
  id: Type.String(),
  kind: ImportKind,
  fileName: Type.String(),
  bytes: Type.Integer(),
  status: ImportStatus,
  /** Problem code when failed, e.g. `orders.file_unreadable`, with its details. */
  failure: Type.Union([Type.Null(), Type.Object({ code: Type.String(), details: Type.Record(Type.String(), Type.Unknown()) })]),
  progress: Type.Number({ description: '0..1' }),
  rowsTotal: Type.Integer(),
  rowsAdded: Type.Integer(),
  rowsKnown: Type.Integer({ description: 'already in the database from an earlier import' }),
  rowsBad: Type.Integer(),
  rowsSkipped: Type.Integer({ description: 'blank rows, totals rows' }),
  customersAdded: Type.Integer(),
  repsAdded: Type.Integer(),
  firstDate: Type.Union([Type.String(), Type.Null()]),
  lastDate: Type.Union([Type.String(), Type.Null()]),
  createdAt: Type.String({ format: 'date-time' }),
  finishedAt: Type.Union([Type.String({ format: 'date-time' }), Type.Null()]),
  createdBy: Type.String(),
});
export type Import = Static<typeof Import>;

export const ImportDetail = Type.Object({
  import: Import,
  preview: Preview,
  /** The first 200; all of them in the download. */
  errors: Type.Array(RowError),
});
export type ImportDetail = Static<typeof ImportDetail>;

export const StartImport = Type.Object({
  mapping: ColumnMapping,
  sheet: Type.Optional(Type.String({ maxLength: 200 })),
});
export type StartImport = Static<typeof StartImport>;
