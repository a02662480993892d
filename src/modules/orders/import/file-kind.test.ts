import { gzipSync } from 'node:zlib';
import iconv from 'iconv-lite';
import { describe, expect, test } from 'vitest';
import { kindOf } from './file-kind.ts';
import { fileProblems } from './file-problems.ts';
import { readOrderFile } from './read-orders.ts';
import { testFile } from './test-files.ts';
import { detectEncoding } from './text-encoding.ts';
import { importText, importTexts } from './texts.ts';

const hex = (text: string): Buffer => Buffer.concat([Buffer.from(text, 'hex'), Buffer.alloc(600)]);

describe('what is no table is named', () => {
  test.each([
    ['an old .xls', hex('d0cf11e0a1b11ae1'), 'orders.file_is_xls'],
    [
      'an XLSX with a password',
      Buffer.concat([hex('d0cf11e0a1b11ae1'), Buffer.from('EncryptedPackage', 'utf16le')]),
      'orders.file_encrypted',
    ],
    ['a PDF', Buffer.from('%PDF-1.7\n%âãÏÓ\n'), 'orders.file_is_pdf'],
    ['a PNG', hex('89504e470d0a1a0a'), 'orders.file_is_image'],
    ['a JPEG', hex('ffd8ffe000104a46'), 'orders.file_is_image'],
    ['a bitmap', hex('424d3600'), 'orders.file_is_image'],
    ['a RAR', hex('526172211a07'), 'orders.file_is_zip'],
    [
      'a web page that calls itself .xls',
      Buffer.from('\ufeff<html xmlns:o="urn:schemas-microsoft-com:office:office"><table>'),
      'orders.file_is_html',
    ],
    ['an XML spreadsheet of 2003', Buffer.from('<?xml version="1.0"?><?mso-application progid="Excel.Sheet"?>'), 'orders.file_is_html'],
    ['a program', Buffer.from(Array.from({ length: 4096 }, (_, i) => (i * 37) % 256)), 'orders.file_is_binary'],
    ['nothing', Buffer.alloc(0), 'orders.file_empty'],
    ['white space', Buffer.from('\r\n  \n'), 'orders.file_empty'],
    ['headings only', Buffer.from('客户,日期,金额\n\n'), 'orders.file_only_headings'],
    ['packed nothing', gzipSync(''), 'orders.file_empty'],
    ['a packed picture', gzipSync(hex('89504e470d0a1a0a')), 'orders.file_is_image'],
    ['a packed archive', gzipSync(gzipSync('x')), 'orders.file_is_binary'],
    ['a damaged .gz', gzipSync('客户,日期,金额\n甲,2024-03-05,1\n'.repeat(1000)).subarray(0, 60), 'orders.file_damaged'],
    ['no such columns', Buffer.from('a,b\nx,y\nz,w\n'), 'orders.columns_missing'],
  ])('%s', async (_, bytes, code) => {
    await expect(readOrderFile(testFile(bytes))).rejects.toMatchObject({ code });
  });

  test('a path that leads nowhere', async () => {
    await expect(readOrderFile('/no/such/file.csv')).rejects.toMatchObject({ code: 'orders.file_not_found' });
    await expect(readOrderFile('/')).rejects.toMatchObject({ code: 'orders.file_not_found' });
  });

  test('words that begin like a bitmap are text', () => {
    expect(kindOf(Buffer.from('BMW,日期,金额\n1,2,3\n'))).toBe('text');
  });

  test('sizes beyond the limits', async () => {
    const path = testFile('客户,日期,金额\n甲,2024-03-05,1\n');
    await expect(readOrderFile(path, { limits: { fileBytes: 10 } })).rejects.toMatchObject({
      code: 'orders.file_over_limit',
      details: { limit: 10 },
    });
    const bomb = testFile(gzipSync(`客户,日期,金额\n${'甲,2024-03-05,1\n'.repeat(100_000)}`));
    await expect(readOrderFile(bomb, { limits: { unpackedBytes: 1e6 } })).rejects.toMatchObject({ code: 'orders.file_expands_too_much' });
    const dense = testFile(
      gzipSync(Buffer.concat([Buffer.from('客户,日期,金额\n甲,2024-03-05,1\n'), Buffer.alloc(80 * 1024 ** 2, `${'x'.repeat(4000)}\n`)])),
    );
    await expect(readOrderFile(dense)).rejects.toMatchObject({ code: 'orders.file_expands_too_much' });
  });
});

test('every problem has a text in both languages, and every placeholder is filled', () => {
  for (const { code } of Object.values(fileProblems)) expect(importText(code, 'en')).not.toBe(code);
  for (const [code, texts] of Object.entries(importTexts)) {
    const names = (text: string): string[] => [...text.matchAll(/\{(\w+)\}/g)].map((m) => m[1]!).toSorted();
    expect(names(texts.en), code).toEqual(names(texts['zh-CN']));
  }
  expect(importText('orders.bad_date', 'zh-CN', { value: '昨天' })).toBe('日期看不懂：昨天');
  expect(importText('orders.unknown', 'en')).toBe('orders.unknown');
});

describe('encodings by their bytes', () => {
  const text = '客户名称,金额\n上海明达贸易有限公司,1.00\n'.repeat(50);
  test.each(['utf-8', 'gb18030', 'utf-16le', 'utf-16be'] as const)('%s', (encoding) => {
    expect(detectEncoding([iconv.encode(text, encoding)]).encoding).toBe(encoding);
  });

  test('samples from the middle may cut a character', () => {
    const utf8 = Buffer.from(text);
    for (let cut = 0; cut < 6; cut++)
      expect(detectEncoding([Buffer.from('a,b\n'), utf8.subarray(400 + cut, 800 + cut)]).encoding).toBe('utf-8');
    const gbk = iconv.encode(text, 'gbk');
    for (let cut = 0; cut < 4; cut++)
      expect(detectEncoding([Buffer.from('a,b\n'), gbk.subarray(300 + cut, 900 + cut)]).encoding).toBe('gb18030');
  });

  test('rare characters of GB18030 with four bytes', () => {
    expect(detectEncoding([iconv.encode('客户,金额\n𠮷野家㐂贸易,1\n', 'gb18030')]).encoding).toBe('gb18030');
  });

  test('Western text is not taken for Chinese', () => {
    expect(detectEncoding([iconv.encode('name,amount\nMüller & Söhne,1\nCafé Zürich,2\nÅse Øst,3\n', 'win1252')]).encoding).toBe(
      'windows-1252',
    );
  });
});
