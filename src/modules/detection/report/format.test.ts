import { describe, expect, it } from 'vitest';
import { detection as english } from '#i18n/en/detection.ts';
import { detection as chinese } from '#i18n/zh-CN/detection.ts';
import { checkOrders as englishCommand } from '#i18n/en/check-orders.ts';
import { checkOrders as chineseCommand } from '#i18n/zh-CN/check-orders.ts';
import { checkText, warningText } from './facts.ts';
import { changeText, fill, moneyText, numberText, shareText } from './format.ts';

describe('figures as text', () => {
  it('writes money as people read it', () => {
    expect(moneyText(8_640_000, 'zh-CN')).toBe('¥8.64 万');
    expect(moneyText(-123_456_700, 'zh-CN')).toBe('−¥123 万');
    expect(moneyText(1_300_000_000_000, 'zh-CN')).toBe('¥130 亿');
    expect(moneyText(99_999, 'zh-CN')).toBe('¥1,000');
    expect(moneyText(8_640_000, 'en')).toBe('¥86,400');
    expect(moneyText(0, 'en')).toBe('¥0');
  });

  it('writes numbers, shares and changes', () => {
    expect(numberText(1_234_567)).toBe('1,234,567');
    expect(numberText(2.345, 1)).toBe('2.3');
    expect(numberText(1234.5, 1)).toBe('1,234.5');
    expect(shareText(0.034)).toBe('3.4%');
    expect(shareText(0.42)).toBe('42%');
    expect(changeText(-0.12)).toBe('−12%');
    expect(changeText(0.031)).toBe('+3.1%');
  });

  it('never shows a bare placeholder', () => {
    expect(fill('{a} 和 {b}', { a: 1 })).toBe('1 和 —');
  });
});

describe('coded facts as text', () => {
  it('formats each fact by its kind', () => {
    expect(warningText({ code: 'data_gap', facts: { from: 20_000, days: 12 } }, 'zh-CN')).toBe(
      '2024-10-04 起连续 12 天全公司没有订单，可能是漏导数据',
    );
    expect(checkText({ code: 'market_decline', result: 'explains', facts: { change: -0.12 } }, 'en')).toEqual({
      title: 'The whole market fell',
      result: 'Taken into account',
      sentence: 'Everybody else’s customers changed by −12% as well; this is taken out',
    });
  });

  it('shows an unknown code as it is instead of failing', () => {
    expect(warningText({ code: 'from_a_newer_engine', facts: {} }, 'zh-CN')).toBe('from_a_newer_engine');
  });
});

describe('the two languages', () => {
  const pairs = (a: object, b: object, path = ''): [string, string, string][] =>
    Object.entries(a).flatMap(([key, value]) => {
      const other: unknown = (b as Record<string, unknown>)[key];
      return typeof value === 'string'
        ? [[`${path}${key}`, value, String(other)] as [string, string, string]]
        : pairs(value as object, other as object, `${path}${key}.`);
    });
  const all = [...pairs(chinese, english), ...pairs(chineseCommand, englishCommand)];
  const names = (text: string) => [...text.matchAll(/\{(\w+)\}/g)].map((match) => match[1]).toSorted();

  it('fill in the same facts', () => {
    expect(all.length).toBeGreaterThan(150);
    for (const [path, one, other] of all) expect([path, names(other)]).toEqual([path, names(one)]);
  });

  it('never accuse', () => {
    const accusing = /飞单嫌疑|嫌疑|作弊|舞弊|偷|违规|有罪|\b(fraud|guilty|steal|stole|thief|cheat|culprit|suspect)/i;
    expect(all.filter(([, one, other]) => accusing.test(one) || accusing.test(other))).toEqual([]);
  });
});
