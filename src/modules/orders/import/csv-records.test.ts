import fc from 'fast-check';
import { expect, test } from 'vitest';
import { CsvTokenizer } from './csv-records.ts';
import { cellTexts, detectDelimiter, splitText } from './delimiter.ts';

/** Rows and fault marks of a text that arrives in pieces of `size` bytes. */
function inPieces(text: string, size: number, delimiter = ','): { rows: string[][]; unclosed: boolean[] } {
  const rows: string[][] = [];
  const unclosed: boolean[] = [];
  const tokenizer = new CsvTokenizer(delimiter, (record) => {
    rows.push(cellTexts(record));
    unclosed.push(record.unclosedQuote);
  });
  const bytes = Buffer.from(text);
  for (let at = 0; at < bytes.length; at += size) tokenizer.push(bytes.subarray(at, at + size));
  tokenizer.end();
  return { rows, unclosed };
}

test.each([
  [
    'plain',
    'a,b\n1,2\n',
    [
      ['a', 'b'],
      ['1', '2'],
    ],
  ],
  [
    'CRLF without a last line end',
    'a,b\r\n1,2',
    [
      ['a', 'b'],
      ['1', '2'],
    ],
  ],
  [
    'CR alone',
    'a,b\r1,2\r',
    [
      ['a', 'b'],
      ['1', '2'],
    ],
  ],
  ['line ends mixed', 'a\r\nb\nc\rd', [['a'], ['b'], ['c'], ['d']]],
  ['blank lines', 'a\n\n\r\nb', [['a'], [''], [''], ['b']]],
  ['quotes, commas and doubled quotes', '"a,1","say ""hi""",c\n', [['a,1', 'say "hi"', 'c']]],
  [
    'line feeds inside quotes of a CRLF file',
    'a,"x\ny",c\r\n4,5,6\r\n',
    [
      ['a', 'x\ny', 'c'],
      ['4', '5', '6'],
    ],
  ],
  [
    'rows of different length',
    'a,b,c\n1,2\n4,5,6,7\n8,9,0\n',
    [
      ['a', 'b', 'c'],
      ['1', '2'],
      ['4', '5', '6', '7'],
      ['8', '9', '0'],
    ],
  ],
  [
    'empty cells',
    ',,\n"",,""\n',
    [
      ['', '', ''],
      ['', '', ''],
    ],
  ],
  ['quotes inside a cell', 'a,5" pipe,c\n', [['a', '5" pipe', 'c']]],
  ['text after a closing quote', '"ABC" Ltd,2\n', [['ABC Ltd', '2']]],
  ['text after doubled quotes', '"A ""B"" C"" D",2\n', [['A "B" C" D', '2']]],
])('%s', (_, text, rows) => {
  for (const size of [1, 2, 3, 7, 1000]) expect(inPieces(text, size).rows).toEqual(rows);
});

test('a quote that never closes spoils its own row only', () => {
  for (const size of [1, 5, 1000]) {
    const { rows, unclosed } = inPieces('a,b\n"open,1\nx,2\ny,3\n', size);
    expect(rows).toEqual([
      ['a', 'b'],
      ['"open', '1'],
      ['x', '2'],
      ['y', '3'],
    ]);
    expect(unclosed).toEqual([false, true, false, false]);
  }
});

test('a quote that is closed by the opening quote of a later row spoils its own row only', () => {
  const { rows, unclosed } = inPieces('"open,1\nx,2\n"y, z",3\n', 4);
  expect(rows).toEqual([
    ['"open', '1'],
    ['x', '2'],
    ['y, z', '3'],
  ]);
  expect(unclosed).toEqual([true, false, false]);
});

test('a record beyond the limit is taken for an unclosed quote while the file is still coming', () => {
  const rows: number[] = [];
  const limits = { fileBytes: 1e9, unpackedBytes: 1e9, ratio: 100, recordBytes: 1000, columns: 100 };
  const tokenizer = new CsvTokenizer(',', (record) => rows.push(record.count), limits);
  tokenizer.push(Buffer.from(`"open,1\n${'x,2\n'.repeat(1000)}`));
  expect(rows.length).toBe(1001);
});

test('a record without end is no table', () => {
  const tokenizer = new CsvTokenizer(',', () => undefined);
  expect(() => {
    for (let i = 0; i < 3; i++) tokenizer.push(Buffer.alloc(600_000, 'x'));
  }).toThrow('orders.file_is_binary');
});

test('more columns than the limit are refused', () => {
  expect(() => splitText(','.repeat(5000), ',')).toThrow('orders.too_many_columns_in_file');
});

test('whatever is written is read, with every delimiter and line end and in any pieces', () => {
  const cell = fc
    .string({ unit: fc.constantFrom('a', '"', ',', ';', '\t', '\n', '\r', '客', '户', ' x', '1'), maxLength: 8 })
    .map((text) => text.trim());
  const table = fc.array(fc.array(cell, { minLength: 2, maxLength: 5 }), { minLength: 1, maxLength: 10 });
  fc.assert(
    fc.property(
      table,
      fc.constantFrom(',', ';', '\t', '|'),
      fc.constantFrom('\n', '\r\n', '\r'),
      fc.integer({ min: 1, max: 40 }),
      (rows, delimiter, lineEnd, size) => {
        const text = rows
          .map((row) => row.map((value) => (/[",;\t|\r\n]/.test(value) ? `"${value.replaceAll('"', '""')}"` : value)).join(delimiter))
          .join(lineEnd);
        expect(inPieces(text + lineEnd, size, delimiter).rows).toEqual(rows);
      },
    ),
    { numRuns: 2000 },
  );
});

test('delimiters', () => {
  expect(detectDelimiter('a,b\n1,2\n')).toBe(',');
  expect(detectDelimiter('客户;金额\n甲;1,50\n乙;2,50\n')).toBe(';');
  expect(detectDelimiter('客户\t金额\n甲, 乙\t1\n')).toBe('\t');
  expect(detectDelimiter('a|b\n1|2\n')).toBe('|');
  expect(detectDelimiter('sep=;\na;b,c,d\n')).toBe(';');
  expect(detectDelimiter('"a;b;c",d\n"e;f;g",h\n')).toBe(',');
});
