import { readFileSync, existsSync } from 'node:fs';
import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { daysFromCivil } from './dates.ts';
import type { OrderBatch } from './batch-builder.ts';
import { openOrders, type ReadOptions } from './order-batches.ts';
import { readOrderFile } from './read-orders.ts';
import { testFile, testPath } from './test-files.ts';
import { importTexts } from './texts.ts';
import { writeErrorRows } from './write-error-rows.ts';

const march5 = daysFromCivil(2024, 3, 5);

async function rowsOf(content: string | Uint8Array, options: ReadOptions = {}, file: Parameters<typeof testFile>[1] = {}) {
  const read = await readOrderFile(testFile(content, file), options);
  const { rows, customers, reps } = read;
  const list = Array.from({ length: rows.count }, (_, i) => [
    customers.label(rows.customer[i]!),
    rows.day[i]! - march5,
    rows.amountMinor[i]!,
    rows.rep[i]! < 0 ? null : reps.label(rows.rep[i]!),
  ]);
  return { read, list };
}

/** Batches with every detail, as a database import takes them. */
async function detailsOf(path: string): Promise<{ batches: OrderBatch[]; keys: string[] }> {
  const reader = await openOrders(path, { details: true, batchRows: 1 });
  const batches: OrderBatch[] = [];
  for await (const batch of reader.batches()) batches.push(batch);
  const keys = batches.flatMap((batch) =>
    Array.from({ length: batch.count }, (_, i) => batch.rowKey!.toString('hex', i * 16, i * 16 + 16)),
  );
  return { batches, keys };
}

const chinese = '客户名称,下单日期,金额,业务员\n上海明达贸易有限公司,2024-03-05,"1,200.50",张三\n宁波海通五金店,2024-03-06,-30,李四\n';
const chineseRows = [
  ['上海明达贸易有限公司', 0, 120050, '张三'],
  ['宁波海通五金店', 1, -3000, '李四'],
];

describe('encodings and delimiters', () => {
  const encodings = ['utf8', 'gbk', 'gb18030', 'utf-16le', 'utf-16be'];
  for (const encoding of encodings) {
    for (const [delimiter, name] of [
      [',', 'comma'],
      [';', 'semicolon'],
      ['\t', 'tab'],
    ] as const) {
      test(`${encoding}, ${name}`, async () => {
        const content = chinese.replace('"1,200.50"', '1200.50').replaceAll(',', delimiter);
        for (const bom of encoding.startsWith('gb') ? [false] : [false, true]) {
          const { read, list } = await rowsOf(content, {}, { encoding, bom });
          expect(list).toEqual(chineseRows);
          expect(read.delimiter).toBe(delimiter);
        }
      });
    }
  }

  test('gz', async () => {
    expect((await rowsOf(gzipSync(chinese))).list).toEqual(chineseRows);
  });

  test('a file whose first Chinese character comes a megabyte late', async () => {
    const head = `customer,date,amount\n${'Acme Ltd,2024-03-05,1.00\n'.repeat(45_000)}`;
    for (const encoding of ['utf8', 'gbk']) {
      const { read, list } = await rowsOf(`${head}宁波海通五金店,2024-03-06,2.00\n`, {}, { encoding });
      expect(list.at(-1)).toEqual(['宁波海通五金店', 1, 200, null]);
      expect(read.total).toBe(45_001);
      expect(read.encoding).toBe(encoding === 'gbk' ? 'gb18030' : 'utf-8');
    }
  });

  test('Western letters in Windows-1252', async () => {
    const { list, read } = await rowsOf(
      'customer;date;amount\nMüller GmbH;2024-03-05;1\nCafé Zoë;2024-03-05;2\n',
      {},
      { encoding: 'win1252' },
    );
    expect(list.map((row) => row[0])).toEqual(['Müller GmbH', 'Café Zoë']);
    expect(read.encoding).toBe('windows-1252');
  });

  test('what is written in any encoding and with any delimiter is read', async () => {
    const name = fc.stringMatching(/^[客户公司明达海通甲乙丙A-Za-z,;"(）·\n\t]{1,12}$/).map((text) => `K${text}K`);
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.record({ name, day: fc.integer({ min: 0, max: 16_000 }), minor: fc.integer({ min: -1e9, max: 1e9 }) }), {
          minLength: 1,
          maxLength: 20,
        }),
        fc.constantFrom(...encodings),
        fc.constantFrom(',', ';', '\t'),
        fc.constantFrom('\n', '\r\n', '\r'),
        async (orders, encoding, delimiter, lineEnd) => {
          const quoted = (text: string): string => `"${text.replaceAll('"', '""')}"`;
          const lines = orders.map((order) =>
            [quoted(order.name), new Date((march5 - order.day) * 864e5).toISOString().slice(0, 10), (order.minor / 100).toFixed(2)].join(
              delimiter,
            ),
          );
          const { read } = await rowsOf(
            [['客户', '日期', '金额'].join(delimiter), ...lines, ''].join(lineEnd),
            { delimiter },
            { encoding },
          );
          expect([...read.rows.amountMinor]).toEqual(orders.map((order) => order.minor + 0));
          expect([...read.rows.day]).toEqual(orders.map((order) => march5 - order.day));
          expect([...read.rows.customer].map((c) => read.customers.key(c))).toEqual(
            orders.map((order) => order.name.normalize('NFKC').replace(/\s+/g, ' ')),
          );
        },
      ),
      { numRuns: 60 },
    );
  });
});

describe('rows', () => {
  test('bad rows are named with row, column, reason and value; the others are used', async () => {
    const { read, list } = await rowsOf(
      '客户,日期,金额\n甲公司,2024-03-05,1\n,2024-03-05,2\n乙公司,2024-02-30,3\n丙公司,,4\n丁公司,2024-03-05,abc\n戊公司,昨天,\n\n己公司,2024-03-05,1,2\n"庚公司,2024-03-05,7\n辛公司,2024-03-05,8\n',
    );
    expect(list.map((row) => row[0])).toEqual(['甲公司', '辛公司']);
    expect(read.customers.size).toBe(2);
    expect(read.errors).toEqual([
      { row: 3, column: '客户', code: 'orders.customer_missing', value: '' },
      { row: 4, column: '日期', code: 'orders.bad_date', value: '2024-02-30' },
      { row: 5, column: '日期', code: 'orders.date_missing', value: '' },
      { row: 6, column: '金额', code: 'orders.bad_amount', value: 'abc' },
      { row: 7, column: '日期', code: 'orders.bad_date', value: '昨天' },
      { row: 7, column: '金额', code: 'orders.amount_missing', value: '' },
      { row: 9, column: null, code: 'orders.too_many_cells', value: '己公司 2024-03-05 1 2' },
      { row: 10, column: null, code: 'orders.unclosed_quote', value: '"庚公司 2024-03-05 7' },
    ]);
    expect(read).toMatchObject({ total: 10, used: 2, bad: 7, blank: 1, skipped: 0, duplicates: 0, above: 1 });
    expect(Object.keys(read.errorCounts).every((code) => code in importTexts)).toBe(true);
  });

  test('titles above, repeated headings, totals and signatures below', async () => {
    const { read, list } = await rowsOf(
      '销售明细表,,\n期间：2024-03,,\n客户,日期,金额\n甲公司,2024-03-05,1\n小计,,1\n客户,日期,金额\n乙公司,2024-03-06,2\n合计：,,3\nTotal,,3\n制表人：王五,,\n',
    );
    expect(list.map((row) => row[0])).toEqual(['甲公司', '乙公司']);
    expect(read.skippedRows.map((row) => [row.row, row.code])).toEqual([
      [5, 'orders.total_row'],
      [6, 'orders.repeated_headings'],
      [8, 'orders.total_row'],
      [9, 'orders.total_row'],
    ]);
    expect(read).toMatchObject({ total: 7, used: 2, bad: 1, skipped: 4, above: 3 });
  });

  test('many customers, codes and names mixed with placeholders, are numbered as they come', async () => {
    const names = Array.from({ length: 9000 }, (_, i) =>
      i % 7 === 0 ? `n${i % 500}` : i % 5 === 0 ? `客户第${i % 900}号有限公司` : `KH-${i % 4000}`,
    );
    const lines = names.map((name, i) => `${name},2024-03-05,${i}\n${i % 11 === 0 ? 'N/A,2024-03-05,1\n' : ''}`);
    const { read, list } = await rowsOf(`客户,日期,金额\n${lines.join('')}`);
    expect(list.map((row) => row[0])).toEqual(names);
    expect(Array.from({ length: read.customers.size }, (_, i) => read.customers.key(i))).toEqual([...new Set(names)]);
    expect(read.errorCounts).toEqual({ 'orders.customer_missing': 819 });
  });

  test('a customer whose name begins like a total is a customer', async () => {
    const { list } = await rowsOf('客户,日期,金额\n合计科技有限公司,2024-03-05,1\nTotal Wine,2024-03-05,1\n');
    expect(list.length).toBe(2);
  });

  test('long names, quotes, and names that differ only in width and spaces', async () => {
    const long = '很长的客户名称'.repeat(43).slice(0, 300);
    const { list, read } = await rowsOf(
      `客户,日期,金额\n${long},2024-03-05,1\n"甲 ""老字号"" 商行",2024-03-05,1\n上海明达（集团）,2024-03-05,1\n 上海明达(集团) ,2024-03-06,1\nＡ１ 店,2024-03-05,1\nA1  店,2024-03-06,1\n`,
    );
    expect(list.map((row) => row[0])).toEqual([long, '甲 "老字号" 商行', '上海明达（集团）', '上海明达（集团）', 'Ａ１ 店', 'Ａ１ 店']);
    expect(read.customers.size).toBe(4);
    expect((await rowsOf(`客户,日期,金额\n甲,2024-03-05,1\n${'长'.repeat(2000)},2024-03-05,1\n`)).read.errors[0]?.code).toBe(
      'orders.text_too_long',
    );
  });

  test('the code is the key and the name the label; rows with only the name belong to the coded customer', async () => {
    const { read, list } = await rowsOf(
      '客户名称,客户编号,日期,金额\n甲公司,K1,2024-03-05,1\n甲公司（旧名）,K1,2024-03-06,2\n甲公司,,2024-03-07,3\n乙公司,,2024-03-05,4\n丙公司,K2,2024-03-05,5\n丙公司,K3,2024-03-05,6\n丙公司,,2024-03-05,7\n',
    );
    expect(list.map((row) => row[0])).toEqual(['甲公司', '甲公司', '甲公司', '乙公司', '丙公司', '丙公司', '丙公司']);
    expect(new Set(read.rows.customer).size).toBe(5);
    expect(read.customers.key(read.rows.customer[2]!)).toBe('K1');
    expect(read.warnings).toContainEqual({ code: 'orders.customers_joined', facts: { customers: 1 } });
    expect(read.customers.find('丙公司')).toBe(-2);
    expect(read.customers.find('甲公司')).toBe(read.rows.customer[0]);
    expect(read.customers.find('没有')).toBe(-1);
  });

  test('codes of spreadsheets: 12346.0, ="00123", apostrophes', async () => {
    const { read } = await rowsOf(
      '客户编号,日期,金额\n12346.0,2024-03-05,1\n12346,2024-03-06,1\n"=""00123""",2024-03-05,1\n00123,2024-03-06,1\n\'00123,2024-03-07,1\n',
    );
    expect([...read.rows.customer]).toEqual([0, 0, 1, 1, 1]);
    expect(read.customers.key(1)).toBe('00123');
  });

  test('nobody’s customers', async () => {
    const { list } = await rowsOf(
      '客户,日期,金额,业务员\n甲公司,2024-03-05,1,\n甲公司,2024-03-06,1,公海\n甲公司,2024-03-07,1,-\n甲公司,2024-03-08,1,张三\n',
    );
    expect(list.map((row) => row[3])).toEqual([null, null, null, '张三']);
  });

  test('the region of a customer is that of its latest row', async () => {
    const { read } = await rowsOf('客户,日期,金额,区域\n甲公司,2024-03-07,1,华东\n甲公司,2024-03-05,1,华南\n乙公司,2024-03-05,1,\n');
    expect([...read.regionOfCustomer].map((region) => (region < 0 ? null : read.regions.label(region)))).toEqual(['华东', null]);
  });
});

describe('amounts and dates of a whole column', () => {
  test('quantity × unit price without an amount column, and where its cell is empty', async () => {
    expect(
      (
        await rowsOf(
          'InvoiceNo,CustomerID,InvoiceDate,UnitPrice,Quantity,Country\n536365,17850,3/5/2024 8:26,2.55,6,United Kingdom\n536366,17850,3/13/2024 8:26,-1.5,2,UK\n',
        )
      ).list,
    ).toEqual([
      ['17850', 0, 1530, null],
      ['17850', 8, -300, null],
    ]);
    expect((await rowsOf('客户,日期,数量,单价,金额\n甲,2024-03-05,2,1.5,\n甲,2024-03-05,2,1.5,2.9\n')).list.map((row) => row[2])).toEqual([
      300, 290,
    ]);
  });

  test('金额（万元）', async () => {
    expect((await rowsOf('客户,日期,金额（万元）\n甲,2024-03-05,1.25\n')).list[0]![2]).toBe(1250000);
  });

  test('decimal comma, decided by the column', async () => {
    const { list } = await rowsOf('customer;date;amount\nA;2024-03-05;1.234,50\nB;2024-03-05;1.000\nC;2024-03-05;7\n');
    expect(list.map((row) => row[2])).toEqual([123450, 100000, 700]);
  });

  test('day first or month first: one value above 12 decides for all', async () => {
    expect((await rowsOf('客户,日期,金额\n甲,5/3/2024,1\n甲,13/3/2024,1\n')).list.map((row) => row[1])).toEqual([0, 8]);
    expect((await rowsOf('客户,日期,金额\n甲,3/5/2024,1\n甲,3/13/2024,1\n')).list.map((row) => row[1])).toEqual([0, 8]);
    expect((await rowsOf('客户,日期,金额\n甲,24/3/5,1\n甲,24/3/13,1\n甲,24/3/9,1\n')).list.map((row) => row[1])).toEqual([0, 8, 4]);
  });

  test('the deciding value may come late in a packed file', async () => {
    const rows = Array.from({ length: 40_000 }, () => 'Some Customer Ltd,5/3/2024,1.00\n').join('');
    const { read } = await rowsOf(gzipSync(`customer,date,amount\n${rows}Other Ltd,28/3/2024,1.00\n`));
    expect(read.rows.day[0]).toBe(march5);
    expect(read.bad).toBe(0);
    expect(read.warnings.map((warning) => warning.code)).not.toContain('orders.date_order_assumed');
  });

  test('without one, the order of the rows decides, and the user is told', async () => {
    const days = Array.from({ length: 12 }, (_, i) => [`${i + 1}/3/2024`, `${i + 1}/4/2024`]);
    const text = [...days.map((d) => d[0]), ...days.map((d) => d[1])].map((date) => `甲,${date},1\n`).join('');
    const { read } = await rowsOf(`客户,日期,金额\n${text}`);
    expect(read.rows.day[4]).toBe(march5);
    expect(read.warnings).toContainEqual({ code: 'orders.date_order_assumed', facts: { order: 'dmy', ambiguous: 22 } });
    const single = await rowsOf('客户,日期,金额\n甲,3/5/2024,1\n');
    expect(single.read.rows.day[0]).toBe(march5);
    expect(single.read.warnings[0]?.facts).toEqual({ order: 'mdy', ambiguous: 1 });
    expect((await rowsOf('客户,日期,金额\n甲,3/5/2024,1\n', { dateOrder: 'dmy' })).read.rows.day[0]).toBe(daysFromCivil(2024, 5, 3));
  });

  test('serials, future days, several currencies', async () => {
    const { read, list } = await rowsOf('客户,日期,金额\n甲,45356,¥1\n乙,45356.75,$2\n丙,2024年3月6日,3\n', { today: march5 });
    expect(list.map((row) => row[1])).toEqual([0, 0, 1]);
    expect(read.warnings).toEqual([
      { code: 'orders.mixed_currencies', facts: { currencies: 'CNY, USD' } },
      { code: 'orders.future_dates', facts: { rows: 1 } },
    ]);
  });
});

describe('columns', () => {
  test('a file without headings is recognised by content', async () => {
    const { list, read } = await rowsOf('2024-03-05,上海明达贸易有限公司,1200.50\n2024-03-06,宁波海通五金店,30.00\n');
    expect(list.map((row) => row.slice(0, 3))).toEqual([
      ['上海明达贸易有限公司', 0, 120050],
      ['宁波海通五金店', 1, 3000],
    ]);
    expect(read.headings).toEqual([]);
    expect((await rowsOf(`${'2024-03-05,甲公司,1.50\n'.repeat(20)}2024-03-05,乙公司,x\n`)).read.errors[0]).toMatchObject({
      row: 21,
      column: 'C',
    });
  });

  test('the user’s mapping counts, and the rest is recognised', async () => {
    const content = '客户,收货单位,日期,金额\n甲公司,乙公司,2024-03-05,1\n';
    expect((await rowsOf(content)).list[0]![0]).toBe('甲公司');
    expect((await rowsOf(content, { mapping: { customerName: 1 } })).list[0]![0]).toBe('乙公司');
    await expect(rowsOf(content, { mapping: { customerName: 2, date: 2 } })).rejects.toThrow('orders.columns_clash');
    await expect(rowsOf(content, { mapping: { customerName: 9 } })).rejects.toThrow('orders.columns_clash');
    await expect(rowsOf(content, { mapping: { amount: null } })).rejects.toMatchObject({
      code: 'orders.columns_missing',
      details: { missing: 'amount' },
    });
  });
});

describe('rows that come again', () => {
  test('with their order number they count once; without, they stay and are reported', async () => {
    const withNumber = await rowsOf(
      '订单号,客户,日期,金额\nS1,甲,2024-03-05,1\nS1,甲,2024-03-05,2\nS1,甲,2024-03-05,1\nS2,甲,2024-03-05,1\n',
    );
    expect(withNumber.read).toMatchObject({ used: 3, duplicates: 1, repeated: 0 });
    expect(withNumber.read.skippedRows).toEqual([{ row: 4, column: '订单号', code: 'orders.duplicate_row', value: 'S1' }]);
    const without = await rowsOf('客户,日期,金额\n甲,2024-03-05,1\n甲,2024-03-05,1\n');
    expect(without.read).toMatchObject({ used: 2, duplicates: 0, repeated: 1 });
    expect(without.read.warnings).toEqual([{ code: 'orders.repeated_rows_kept', facts: { rows: 1 } }]);
  });

  test('row keys are the same in every encoding, spelling and order, and differ for equal rows', async () => {
    const plain = testFile('客户,日期,金额,产品\n甲,2024-03-05,1,螺丝\n甲,2024-03-05,1,螺丝\n乙,2024-03-05,1,螺丝\n乙,2024-03-06,1,螺母\n');
    const other = testFile(
      '产品;下单日期;客户;价税合计\n螺母;2024/3/6;乙;1.00\n螺丝;2024年3月5日;乙;￥1\n螺丝;2024/3/5;甲;1\n螺丝;2024/3/5;甲;1\n',
      { encoding: 'gbk' },
    );
    const first = await detailsOf(plain);
    const second = await detailsOf(other);
    expect(new Set(first.keys).size).toBe(4);
    expect(second.keys.toSorted()).toEqual(first.keys.toSorted());
    const more = await detailsOf(testFile('客户,日期,金额,产品\n甲,2024-03-05,1,螺丝\n甲,2024-03-05,1,螺丝\n甲,2024-03-05,1,螺丝\n'));
    expect(more.keys.filter((key) => !first.keys.includes(key)).length).toBe(1);
  });

  test('batches carry the same rows as the whole file', async () => {
    const content = `订单号,客户,日期,金额,业务员,产品\n${Array.from({ length: 40_000 }, (_, i) => `S${i},客户${i % 977},2024-03-${String((i % 28) + 1).padStart(2, '0')},${i}.5,业务员${i % 7},P${i % 3}\n`).join('')}`;
    const path = testFile(content);
    const whole = await readOrderFile(path);
    const { batches } = await detailsOf(path);
    expect(batches.length).toBeGreaterThan(1);
    expect(batches.flatMap((batch) => [...batch.amountMinor])).toEqual([...whole.rows.amountMinor]);
    expect(batches.flatMap((batch) => [...batch.customer])).toEqual([...whole.rows.customer]);
    expect(batches.flatMap((batch) => [...batch.rowNumber])).toEqual([...whole.rows.rowNumber]);
    expect(batches.flatMap((batch) => batch.orderNo!.slice(0, batch.count)).slice(0, 3)).toEqual(['S0', 'S1', 'S2']);
  });
});

test('used, bad, skipped, duplicate and blank rows always add up', async () => {
  const line = fc.constantFrom(
    'S1,甲,2024-03-05,1',
    'S1,甲,2024-03-05,1',
    ',,,',
    '',
    '合计,,,9',
    '订单号,客户,日期,金额',
    'S2,,2024-03-05,1',
    'S3,乙,x,1',
    'S4,乙,2024-03-05,x',
    'S5,乙,2024-03-05,1,9',
    'S6,乙',
    '"S7,乙,2024-03-05,1',
  );
  await fc.assert(
    fc.asyncProperty(fc.array(line, { maxLength: 30 }), async (lines) => {
      const { read } = await rowsOf(['订单号,客户,日期,金额', 'S0,甲,2024-03-05,1', ...lines].join('\n'));
      expect(read.used + read.bad + read.skipped + read.duplicates + read.blank).toBe(read.total);
      expect(read.rows.count).toBe(read.used);
      expect(new Set(read.errors.map((error) => error.row)).size).toBe(read.bad);
    }),
    { numRuns: 50 },
  );
});

describe('the file of rows that were not used', () => {
  const content = '客户,日期,金额\n甲,2024-03-05,1\n"=cmd|"" /C calc""!A0",2024-02-30,-5\n+86乙,昨天,\n合计,,9\n';

  test('has the columns of the original, row and reason, opens in Excel and harms nobody', async () => {
    const out = testPath();
    expect(await writeErrorRows(testFile(content), out)).toEqual({ rows: 3, path: out });
    expect(readFileSync(out, 'utf8')).toBe(
      '\ufeff客户,日期,金额,行号,原因\r\n' +
        '"\'=cmd|"" /C calc""!A0",2024-02-30,-5,3,日期看不懂：2024-02-30\r\n' +
        "'+86乙,昨天,,4,日期看不懂：昨天；没有金额\r\n" +
        '合计,,9,5,合计行，不计入\r\n',
    );
  });

  test('can be mended and read again', async () => {
    const out = testPath();
    await writeErrorRows(testFile(content), out, { language: 'en' });
    const mended = readFileSync(out, 'utf8').replace('2024-02-30,-5', '2024-02-29,-5').replace('昨天,', '2024-03-04,8');
    const { list, read } = await rowsOf(mended);
    expect(list.map((row) => [row[0], row[2]])).toEqual([
      ['=cmd|" /C calc"!A0', -500],
      ['+86乙', 800],
    ]);
    expect(read.skipped).toBe(1);
  });

  test('does not exist when every row is good', async () => {
    const out = testPath();
    expect(await writeErrorRows(testFile(chinese), out)).toEqual({ rows: 0, path: null });
    expect(existsSync(out)).toBe(false);
  });

  test('holds all rows although only a few are kept in memory', async () => {
    const out = testPath();
    const path = testFile(`客户,日期,金额\n${'甲,x,1\n'.repeat(5000)}`);
    const read = await readOrderFile(path, { maxErrors: 10, errorFile: out });
    expect(read.errors.length).toBe(10);
    expect(read.errorCounts).toEqual({ 'orders.bad_date': 5000 });
    expect(readFileSync(out, 'utf8').trim().split('\r\n').length).toBe(5001);
  });
});

test('progress is told and reading can be stopped', async () => {
  const path = testFile(`客户,日期,金额\n${'甲,2024-03-05,1\n'.repeat(150_000)}`);
  const seen: number[] = [];
  let total = 0;
  await readOrderFile(path, {
    onProgress: (done, all) => {
      seen.push(done);
      total = all;
    },
  });
  expect(seen.length).toBeGreaterThan(2);
  expect(seen.at(-1)).toBe(total);
  const controller = new AbortController();
  await expect(readOrderFile(path, { signal: controller.signal, onProgress: () => controller.abort() })).rejects.toThrow(/abort/i);
});
