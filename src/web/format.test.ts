import fc from 'fast-check';
import { expect, test } from 'vitest';
import { axisMoney, exactMoney, formatBytes, formatDate, formatMoney, formatMonth, formatShare, formatWhen } from './format.ts';

test('money is counted in 万 and 亿 in Chinese, in thousands in English', () => {
  expect(formatMoney(0, 'zh-CN')).toBe('¥0');
  expect(formatMoney(864_000, 'zh-CN')).toBe('¥8,640');
  expect(formatMoney(8_640_000, 'zh-CN')).toBe('¥8.64 万');
  expect(formatMoney(86_400_000, 'zh-CN')).toBe('¥86.4 万');
  expect(formatMoney(12_600_000_000, 'zh-CN')).toBe('¥1.26 亿');
  expect(formatMoney(-86_400_000, 'zh-CN')).toBe('−¥86.4 万');
  expect(formatMoney(86_421_357, 'en')).toBe('¥864,000');
  expect(formatMoney(864_213, 'en')).toBe('¥8,642');
  expect(formatMoney(-100, 'en')).toBe('−¥1');
});

test('rounding never shows 10,000 as a number below the next unit', () => {
  expect(formatMoney(999_999, 'zh-CN')).toBe('¥1 万');
  expect(formatMoney(999_900, 'zh-CN')).toBe('¥9,999');
  expect(formatMoney(9_999_999_999, 'zh-CN')).toBe('¥1 亿');
});

test('what is read is within half a per cent of what is meant', () => {
  fc.assert(
    fc.property(fc.integer({ min: 10_000, max: 1_000_000_000_000 }), (minor) => {
      const match = /^¥([\d,.]+)(?: (万|亿))?$/.exec(formatMoney(minor, 'zh-CN'));
      expect(match).not.toBeNull();
      const unit = match?.[2] === '万' ? 1e6 : match?.[2] === '亿' ? 1e10 : 100;
      const read = Number(match?.[1]?.replaceAll(',', '')) * unit;
      expect(Math.abs(read / minor - 1)).toBeLessThan(0.0051);
    }),
  );
});

test('exact money keeps the last 分', () => {
  expect(exactMoney(86_421_357, 'zh-CN')).toBe('¥864,213.57');
  expect(exactMoney(-5, 'en')).toBe('−¥0.05');
});

test('dates have no time zone, moments have the reader’s', () => {
  expect(formatDate('2026-03-05', 'zh-CN')).toBe('2026年3月5日');
  expect(formatDate('2026-03-05', 'en')).toBe('5 Mar 2026');
  expect(formatMonth('2026-03', 'zh-CN')).toBe('2026年3月');
  const now = new Date(2026, 2, 5, 15, 0);
  const local = (...parts: [number, number, number, number, number]) => new Date(...parts).toISOString();
  expect(formatWhen(local(2026, 2, 5, 14, 46), 'zh-CN', now)).toBe('14分钟前');
  expect(formatWhen(local(2026, 2, 4, 14, 20), 'zh-CN', now)).toBe('昨天 14:20');
  expect(formatWhen(local(2026, 2, 2, 14, 20), 'en', now)).toBe('3 days ago');
  expect(formatWhen(local(2026, 1, 2, 14, 20), 'en', now)).toBe('2 Feb 2026');
});

test('small things', () => {
  expect(formatShare(0.123, 'en')).toBe('12%');
  expect(formatShare(0.0123, 'en')).toBe('1.2%');
  expect(formatBytes(1_572_864, 'en')).toBe('1.5 MB');
  expect(formatBytes(0, 'en')).toBe('0 B');
  expect(axisMoney(2_500_000_000, 'en')).toBe('¥25M');
  expect(axisMoney(2_500_000_000, 'zh-CN')).toBe('¥2,500 万');
});
