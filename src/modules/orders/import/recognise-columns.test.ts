import { describe, expect, test } from 'vitest';
import type { ColumnMeaning } from '../schema.ts';
import { headingUnit, headingWords } from './headings.ts';
import { preview } from './preview.ts';
import { emptyMapping, headingMeaning, recogniseColumns } from './recognise-columns.ts';
import { testFile } from './test-files.ts';

/** Meanings by heading, for headings without rows. */
function meaningsOf(headings: string): Record<string, string> {
  const list = headings.split(' ');
  const { mapping } = recogniseColumns(list, []);
  return Object.fromEntries(Object.entries(mapping).flatMap(([meaning, column]) => (column === null ? [] : [[meaning, list[column]!]])));
}

test.each<[string, ColumnMeaning]>([
  ['客户', 'customerName'],
  ['客户名称', 'customerName'],
  ['购货单位', 'customerName'],
  ['往来单位', 'customerName'],
  ['客户编号', 'customerCode'],
  ['客户代码', 'customerCode'],
  ['日期', 'date'],
  ['单据日期', 'date'],
  ['下单时间', 'date'],
  ['开单日期', 'date'],
  ['订单日期', 'date'],
  ['金额', 'amount'],
  ['价税合计', 'amount'],
  ['成交金额', 'amount'],
  ['含税金额', 'amount'],
  ['金额（元）', 'amount'],
  ['业务员', 'rep'],
  ['销售员', 'rep'],
  ['跟单员', 'rep'],
  ['客户经理', 'rep'],
  ['负责人', 'rep'],
  ['区域', 'region'],
  ['大区', 'region'],
  ['省份', 'region'],
  ['国家', 'region'],
  ['产品', 'product'],
  ['物料', 'product'],
  ['型号', 'product'],
  ['数量', 'quantity'],
  ['单价', 'unitPrice'],
  ['订单号', 'orderNo'],
  ['单据编号', 'orderNo'],
  ['InvoiceNo', 'orderNo'],
  ['CustomerID', 'customerCode'],
  ['InvoiceDate', 'date'],
  ['UnitPrice', 'unitPrice'],
  ['Unit Price', 'unitPrice'],
  ['Quantity', 'quantity'],
  ['Country', 'region'],
  ['Salesperson', 'rep'],
  ['Sales Rep.', 'rep'],
  ['客户/往来单位名称', 'customerName'],
  ['ＣｕｓｔｏｍｅｒＩＤ', 'customerCode'],
  ['开始日期', 'from'],
  ['结束日期', 'to'],
  ['所属业务员', 'rep'],
  ['订单实付金额', 'amount'],
  ['Customer', 'customerName'],
  ['Amount', 'amount'],
])('%s is %s', (heading, meaning) => {
  expect(headingMeaning(heading)?.meaning).toBe(meaning);
});

test.each([
  '行号',
  '原因',
  '备注',
  '税额',
  '折扣金额',
  '客户类型',
  '客户地址',
  '客户电话',
  '交货日期',
  '到期日期',
  '成本金额',
  '优惠金额',
  '订单状态',
  '',
  ' ',
])('%s is none of them', (heading) => {
  expect(headingMeaning(heading)).toBe(null);
});

test('no word stands under two meanings', () => {
  const words = Object.values(headingWords).flatMap((list) => list.split(/\s+/));
  const twice = words.filter((word, place) => words.indexOf(word) !== place);
  expect(twice).toEqual([]);
});

describe('whole headings', () => {
  test('an export of an ERP', () => {
    expect(
      meaningsOf(
        '单据日期 单据编号 购货单位编码 购货单位 业务员 部门 存货编码 存货名称 规格型号 数量 含税单价 无税金额 税额 价税合计 备注',
      ),
    ).toEqual({
      date: '单据日期',
      orderNo: '单据编号',
      customerCode: '购货单位编码',
      customerName: '购货单位',
      rep: '业务员',
      product: '存货名称',
      quantity: '数量',
      unitPrice: '含税单价',
      amount: '价税合计',
    });
  });

  test('the UCI file', () => {
    expect(meaningsOf('InvoiceNo StockCode Description Quantity InvoiceDate UnitPrice CustomerID Country')).toEqual({
      orderNo: 'InvoiceNo',
      product: 'Description',
      quantity: 'Quantity',
      date: 'InvoiceDate',
      unitPrice: 'UnitPrice',
      customerCode: 'CustomerID',
      region: 'Country',
    });
  });

  test('an assignment file', () => {
    expect(meaningsOf('客户编号 客户名称 业务员 开始日期 结束日期')).toEqual({
      customerCode: '客户编号',
      customerName: '客户名称',
      rep: '业务员',
      from: '开始日期',
      to: '结束日期',
    });
    expect(recogniseColumns(['客户', '业务员'], [['甲', '张三']]).mapping).toEqual({ ...emptyMapping, customerName: 0, rep: 1 });
  });
});

describe('content', () => {
  const rows = [
    ['X1', '2024-03-05', '上海明达贸易有限公司', '1,200.50', '3'],
    ['X2', '2024-03-06', '宁波海通五金店', '30.00', '4'],
    ['X3', '2024-03-06', '上海明达贸易有限公司', '7.25', '3'],
  ];

  test('dates, money and company names without headings', () => {
    const { mapping, reasons, confidence } = recogniseColumns([], rows);
    expect(mapping).toEqual({ ...emptyMapping, date: 1, customerName: 2, amount: 3 });
    expect(reasons).toEqual({ date: 'content', customerName: 'content', amount: 'content' });
    expect(Math.max(...Object.values(confidence))).toBeLessThanOrEqual(0.75);
  });

  test('headings nobody knows', () => {
    expect(recogniseColumns(['aa', 'bb', 'cc', 'dd', 'ee'], rows).mapping).toMatchObject({ date: 1, customerName: 2, amount: 3 });
  });

  test('a heading that its column contradicts gives way to the column that fits', () => {
    const { mapping } = recogniseColumns(
      ['日期', '客户', 'x', '金额', 'y'],
      rows.map((row) => ['未知', row[2]!, row[1]!, row[3]!, '']),
    );
    expect(mapping).toMatchObject({ date: 2, customerName: 1, amount: 3 });
  });

  test('what is missing is said', () => {
    expect(recogniseColumns(['客户', '备注'], [['甲', 'a']]).missing).toEqual(['date', 'amount']);
    expect(recogniseColumns([], [['a'], ['b']]).missing).toEqual(['date', 'amount']);
    expect(recogniseColumns([], []).missing).toEqual(['customer', 'date', 'amount']);
  });
});

test('units in headings', () => {
  expect(['金额', '金额（元）', '金额(万元)', '金额【万】', '销售额（亿元）', '金额（千元）'].map(headingUnit)).toEqual([
    1, 1, 10_000, 10_000, 100_000_000, 1000,
  ]);
});

describe('preview', () => {
  test('shows what was understood, and what is missing', async () => {
    const seen = await preview(testFile(`销售明细表\n客户;日期;备注\n${'甲公司;2024/3/5;x\n'.repeat(50)}`, { encoding: 'gbk' }));
    expect(seen).toMatchObject({
      format: 'csv',
      encoding: 'gb18030',
      delimiter: ';',
      sheet: null,
      sheets: [],
      hasHeadings: true,
      headings: ['客户', '日期', '备注'],
      missing: ['amount'],
      reasons: { customerName: 'heading', date: 'heading' },
    });
    expect(seen.rows.length).toBe(20);
    expect(seen.rows[0]).toEqual(['甲公司', '2024/3/5', 'x']);
  });

  test('of assignments', async () => {
    expect((await preview(testFile('客户,负责人\n甲,张三\n'), { kind: 'assignments' })).missing).toEqual([]);
    expect((await preview(testFile('客户,备注\n甲,张三\n'), { kind: 'assignments' })).missing).toEqual(['rep']);
  });

  test('does not read a large file through', async () => {
    const path = testFile(`客户,日期,金额\n${'甲公司,2024-03-05,1.00\n'.repeat(1_000_000)}`);
    let read = 0;
    await preview(path, { onProgress: (done) => (read = done) });
    expect(read).toBe(0);
  });
});
