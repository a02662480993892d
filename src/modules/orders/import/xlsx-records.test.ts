import { deflateRawSync, crc32 } from 'node:zlib';
import ExcelJS from 'exceljs';
import { describe, expect, test } from 'vitest';
import { daysFromCivil } from './dates.ts';
import { preview } from './preview.ts';
import { readOrderFile } from './read-orders.ts';
import { testFile, testPath } from './test-files.ts';
import { isDateFormat } from './xlsx-package.ts';

const march5 = daysFromCivil(2024, 3, 5);

async function workbook(fill: (book: ExcelJS.Workbook, sheet: ExcelJS.Worksheet) => void, sheetName = '订单'): Promise<string> {
  const book = new ExcelJS.Workbook();
  fill(book, book.addWorksheet(sheetName));
  const path = testPath('xlsx');
  await book.xlsx.writeFile(path);
  return path;
}

async function listOf(path: string, options: Parameters<typeof readOrderFile>[1] = {}) {
  const read = await readOrderFile(path, options);
  const { rows, customers, reps } = read;
  const list = Array.from({ length: rows.count }, (_, i) => [
    customers.label(rows.customer[i]!),
    rows.day[i]! - march5,
    rows.amountMinor[i]!,
    rows.rep[i]! < 0 ? null : reps.label(rows.rep[i]!),
  ]);
  return { read, list };
}

const utc = (day: number): Date => new Date(Date.UTC(2024, 2, day));

describe('cells', () => {
  test('dates, texts, serials, numbers and shared strings', async () => {
    const path = await workbook((_, sheet) => {
      sheet.addRow(['客户', '日期', '金额', '业务员']);
      sheet.addRow(['甲公司', utc(5), 1234.56, '张三']);
      sheet.addRow(['甲公司', '2024年3月6日', '¥1,000.00', '张三']);
      sheet.addRow(['乙公司', 45358, -0.1 - 0.2, '李四']);
      sheet.addRow(['乙公司', new Date(Date.UTC(2024, 2, 8, 23, 59, 59)), 1e-7, '李四']);
      sheet.getColumn(2).numFmt = 'yyyy"年"m"月"d"日"';
      sheet.getCell('B4').numFmt = 'General';
    });
    const { list, read } = await listOf(path);
    expect(list).toEqual([
      ['甲公司', 0, 123456, '张三'],
      ['甲公司', 1, 100000, '张三'],
      ['乙公司', 2, -30, '李四'],
      ['乙公司', 3, 0, '李四'],
    ]);
    expect(read).toMatchObject({ format: 'xlsx', sheet: '订单', total: 4, used: 4 });
  });

  test('formulas count with the value that was stored; without one the row is named', async () => {
    const path = await workbook((_, sheet) => {
      sheet.addRow(['客户', '日期', '数量', '单价', '金额']);
      sheet.addRow(['甲公司', utc(5), 2, 3, { formula: 'C2*D2', result: 6 }]);
      sheet.addRow([{ formula: 'A2&""', result: '甲公司' }, utc(6), 2, 4, { formula: 'C3*D3', result: 8 }]);
      sheet.addRow(['乙公司', utc(6), 2, 4, { formula: 'C4*D4' }]);
      sheet.addRow(['丙公司', utc(6), 2, 4, { error: '#N/A' }]);
    });
    const { list, read } = await listOf(path);
    expect(list.map((row) => row.slice(0, 3))).toEqual([
      ['甲公司', 0, 600],
      ['甲公司', 1, 800],
    ]);
    expect(read.errors).toEqual([
      { row: 4, column: '金额', code: 'orders.bad_amount', value: '=C4*D4' },
      { row: 5, column: '金额', code: 'orders.bad_amount', value: '#N/A' },
    ]);
  });

  test('cells merged over rows hold their value in each; a merged amount counts once', async () => {
    const path = await workbook((_, sheet) => {
      sheet.addRow(['销售明细']);
      sheet.mergeCells('A1:D1');
      sheet.addRow(['客户', '日期', '产品', '金额']);
      sheet.addRow(['甲公司', utc(5), '螺丝', 10]);
      sheet.addRow([null, null, '螺母', 20]);
      sheet.addRow([null, null, '垫片', 30]);
      sheet.addRow(['乙公司', utc(6), '螺丝', 100]);
      sheet.addRow(['乙公司', utc(6), '螺母', null]);
      sheet.mergeCells('A3:A5');
      sheet.mergeCells('B3:B5');
      sheet.mergeCells('D6:D7');
    });
    const { list, read } = await listOf(path);
    expect(list.map((row) => row.slice(0, 3))).toEqual([
      ['甲公司', 0, 1000],
      ['甲公司', 0, 2000],
      ['甲公司', 0, 3000],
      ['乙公司', 1, 10000],
    ]);
    expect(read.skippedRows).toEqual([{ row: 7, column: '金额', code: 'orders.amount_merged', value: '100' }]);
  });

  test('row numbers are those of the spreadsheet, blank rows included', async () => {
    const path = await workbook((_, sheet) => {
      sheet.getRow(3).values = ['客户', '日期', '金额'];
      sheet.getRow(7).values = ['甲公司', utc(5), 1];
      sheet.getRow(9).values = ['乙公司', 'x', 1];
    });
    const { read } = await listOf(path);
    expect([...read.rows.rowNumber]).toEqual([7]);
    expect(read.errors[0]?.row).toBe(9);
    expect(read).toMatchObject({ total: 6, used: 1, bad: 1, blank: 4, above: 3 });
  });

  test('the 1904 system of old Mac workbooks', async () => {
    const path = await workbook((book, sheet) => {
      book.properties.date1904 = true;
      sheet.addRow(['客户', '日期', '金额']);
      sheet.addRow(['甲公司', 45356 - 1462, 1]);
      sheet.addRow(['乙公司', 45356 - 1462, 1]);
      sheet.getCell('B2').numFmt = 'yyyy-mm-dd';
    });
    expect((await listOf(path)).list.map((row) => row[1])).toEqual([0, 0]);
  });

  test('rich text, phonetic guides, long texts and characters that XML cannot hold', async () => {
    const long = '很长的客户名称'.repeat(43).slice(0, 300);
    const path = await workbook((_, sheet) => {
      sheet.addRow(['客户', '日期', '金额']);
      sheet.addRow([{ richText: [{ text: '甲' }, { font: { bold: true }, text: '公司' }] }, utc(5), 1]);
      sheet.addRow([long, utc(5), 1]);
      sheet.addRow(['A & B <"Co">', utc(5), 1]);
    });
    expect((await listOf(path)).list.map((row) => row[0])).toEqual(['甲公司', long, 'A & B <"Co">']);
  });

  test('date formats', () => {
    for (const code of ['yyyy-mm-dd', 'yyyy"年"m"月"d"日"', 'm/d/yy h:mm', '[$-804]yyyy/m/d;@', 'dd-mmm-yy', 'mmm-yy'])
      expect(isDateFormat(code), code).toBe(true);
    for (const code of ['General', '0.00', '#,##0.00_);[Red](#,##0.00)', 'h:mm:ss', '[h]:mm', '"day" 0', '¥#,##0', '0.00E+00', '@'])
      expect(isDateFormat(code), code).toBe(false);
  });
});

describe('sheets', () => {
  test('the first visible sheet that holds something, or the one asked for', async () => {
    const path = await workbook((book, first) => {
      first.state = 'hidden';
      first.addRow(['客户', '日期', '金额']);
      first.addRow(['隐藏公司', utc(5), 1]);
      book.addWorksheet('空表');
      const second = book.addWorksheet('二月');
      second.addRow(['客户', '日期', '金额']);
      second.addRow(['二月公司', utc(5), 1]);
      const third = book.addWorksheet('三月 "A&B"');
      third.addRow(['客户', '日期', '金额']);
      third.addRow(['三月公司', utc(5), 1]);
    });
    expect((await listOf(path)).list[0]![0]).toBe('二月公司');
    expect((await listOf(path, { sheet: '三月 "A&B"' })).list[0]![0]).toBe('三月公司');
    await expect(readOrderFile(path, { sheet: '四月' })).rejects.toMatchObject({
      code: 'orders.sheet_not_found',
      details: { sheets: '订单, 空表, 二月, 三月 "A&B"' },
    });
    const seen = await preview(path);
    expect(seen).toMatchObject({
      format: 'xlsx',
      sheet: '二月',
      sheets: ['订单', '空表', '二月', '三月 "A&B"'],
      rows: [['二月公司', '2024-03-05', '1']],
      missing: [],
    });
  });

  test('a .csv that is really an XLSX is read as one', async () => {
    const book = new ExcelJS.Workbook();
    book.addWorksheet('x').addRows([
      ['客户', '日期', '金额'],
      ['甲公司', utc(5), 1],
    ]);
    const bytes = await book.xlsx.writeBuffer();
    expect((await listOf(testFile(new Uint8Array(bytes as ArrayBuffer), { extension: 'csv' }))).list.length).toBe(1);
  });

  test('empty workbooks and headings without rows', async () => {
    await expect(readOrderFile(await workbook(() => undefined))).rejects.toThrow('orders.file_empty');
    await expect(readOrderFile(await workbook((_, sheet) => sheet.addRow(['客户', '日期', '金额'])))).rejects.toThrow(
      'orders.file_only_headings',
    );
  });
});

/** A ZIP of deflated parts. `claim` writes another unpacked size into the directory than the part really has. */
function zip(parts: Record<string, string | Uint8Array>, claim?: number): Buffer {
  const files: Buffer[] = [];
  const directory: Buffer[] = [];
  let at = 0;
  for (const [name, content] of Object.entries(parts)) {
    const bytes = Buffer.from(content);
    const packed = deflateRawSync(bytes);
    const head = Buffer.alloc(26);
    head.writeUInt16LE(20, 0);
    head.writeUInt16LE(8, 4);
    head.writeUInt32LE(crc32(bytes), 10);
    head.writeUInt32LE(packed.length, 14);
    head.writeUInt32LE(claim ?? bytes.length, 18);
    head.writeUInt16LE(name.length, 22);
    const local = Buffer.concat([Buffer.from('PK\x03\x04'), head, Buffer.from(name), packed]);
    const entry = Buffer.alloc(42);
    entry.writeUInt16LE(20, 0);
    head.copy(entry, 2, 0, 24);
    entry.writeUInt32LE(at, 38);
    directory.push(Buffer.concat([Buffer.from('PK\x01\x02'), entry, Buffer.from(name)]));
    files.push(local);
    at += local.length;
  }
  const list = Buffer.concat(directory);
  const end = Buffer.alloc(18);
  end.writeUInt16LE(files.length, 4);
  end.writeUInt16LE(files.length, 6);
  end.writeUInt32LE(list.length, 8);
  end.writeUInt32LE(at, 12);
  return Buffer.concat([...files, list, Buffer.from('PK\x05\x06'), end]);
}

const parts = {
  'xl/workbook.xml': '<x:workbook xmlns:x="s" xmlns:r="r"><x:sheets><x:sheet name="S" r:id="R1"/></x:sheets></x:workbook>',
  'xl/_rels/workbook.xml.rels': '<Relationships><Relationship Id="R1" Target="/xl/worksheets/sheet1.xml"/></Relationships>',
};
const rowXml = (cells: readonly string[]): string =>
  `<x:row>${cells.map((cell) => `<x:c t="inlineStr"><x:is><x:t>${cell}</x:t><x:rPh><x:t>fu</x:t></x:rPh></x:is></x:c>`).join('')}</x:row>`;
const sheetXml = (rows: readonly (readonly string[])[]): string =>
  `<x:worksheet xmlns:x="s"><x:sheetData>${rows.map(rowXml).join('')}</x:sheetData></x:worksheet>`;

describe('files of other programs, and hostile ones', () => {
  test('prefixes, inline strings, absolute targets, no references, no styles', async () => {
    const path = testFile(
      zip({
        ...parts,
        'xl/worksheets/sheet1.xml': sheetXml([
          ['客户', '日期', '金额'],
          ['甲公司_x000D_', '2024-03-05', '1'],
        ]),
      }),
      { extension: 'xlsx' },
    );
    expect((await listOf(path)).list).toEqual([['甲公司', 0, 100, null]]);
  });

  test('a bomb is refused before it is unpacked', async () => {
    const path = testFile(zip({ ...parts, 'xl/worksheets/sheet1.xml': Buffer.alloc(40 * 1024 ** 2, 0x20) }), { extension: 'xlsx' });
    await expect(readOrderFile(path)).rejects.toThrow('orders.file_expands_too_much');
  });

  test('a bomb that lies about its size is stopped', async () => {
    const path = testFile(
      zip(
        {
          ...parts,
          'xl/worksheets/sheet1.xml': sheetXml([
            ['客户', '日期', '金额'],
            ['甲公司', '2024-03-05', '1'],
          ]),
        },
        60,
      ),
      { extension: 'xlsx' },
    );
    await expect(readOrderFile(path)).rejects.toThrow('orders.file_damaged');
  });

  test('other archives, binary workbooks, damaged ones', async () => {
    await expect(readOrderFile(testFile(zip({ 'a.csv': 'x' })))).rejects.toThrow('orders.file_is_zip');
    await expect(readOrderFile(testFile(zip({ 'xl/workbook.bin': 'x' })))).rejects.toThrow('orders.file_is_xlsb');
    const good = zip({
      ...parts,
      'xl/worksheets/sheet1.xml': sheetXml([
        ['客户', '日期', '金额'],
        ['甲公司', '2024-03-05', '1'],
      ]),
    });
    await expect(readOrderFile(testFile(good.subarray(0, good.length - 40)))).rejects.toThrow('orders.file_damaged');
    const cut = zip({ ...parts, 'xl/worksheets/sheet1.xml': '<worksheet><sheetData><row><c t="inlineStr"><is><t>客户' });
    await expect(readOrderFile(testFile(cut))).rejects.toThrow('orders.file_damaged');
  });
});

test('a workbook of 5,000 rows gives what the same CSV gives', async () => {
  const orders = Array.from({ length: 5000 }, (_, i) => [
    `客户${i % 700}`,
    `2024-03-${String((i % 28) + 1).padStart(2, '0')}`,
    (i * 7.01).toFixed(2),
    `业务员${i % 9}`,
  ]);
  const csv = testFile(['客户,日期,金额,业务员', ...orders.map((order) => order.join(','))].join('\n'));
  const xlsx = await workbook((_, sheet) => {
    sheet.addRow(['客户', '日期', '金额', '业务员']);
    for (const [customer, day, amount, rep] of orders) sheet.addRow([customer, new Date(`${day}T00:00:00Z`), Number(amount), rep]);
  });
  const [a, b] = [await readOrderFile(csv), await readOrderFile(xlsx)];
  for (const column of ['customer', 'rep', 'day', 'amountMinor', 'rowNumber'] as const)
    expect(Buffer.from(b.rows[column].buffer).equals(Buffer.from(a.rows[column].buffer)), column).toBe(true);
  expect(b.customers.key(5)).toBe(a.customers.key(5));
});
