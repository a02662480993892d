import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fit, printable, textWidth, wrap } from './columns.ts';

describe('columns of a terminal', () => {
  it('counts Chinese characters and full-width signs as two', () => {
    expect(textWidth('守单')).toBe(4);
    expect(textWidth('A公司（苏州）')).toBe(1 + 4 + 2 + 4 + 2);
    expect(textWidth('¥8.64 万')).toBe(8);
    expect(textWidth('e\u0301')).toBe(1);
  });

  it('shows nothing that a terminal would obey', () => {
    expect(printable('苏州\u001b[31m恒锐\r\n\u202e有限公司')).toBe('苏州[31m恒锐有限公司');
  });

  it('fills or cuts to exactly the columns asked for', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: 'grapheme' }),
        fc.integer({ min: 2, max: 40 }),
        fc.constantFrom('left' as const, 'right' as const),
        (text, columns, align) => {
          expect(textWidth(fit(text, columns, align))).toBe(columns);
        },
      ),
    );
    expect(fit('苏州恒锐精密机械有限公司', 10)).toBe('苏州恒锐… ');
    expect(fit('12', 4, 'right')).toBe('  12');
  });

  it('breaks lines within the width and loses no character but spaces', () => {
    const text = '不说明：为什么少。订单里看不到停业、缺货、调价、账期，也看不到客户自己的选择。 Orders know nothing of closings.';
    const lines = wrap(text, 24);
    expect(lines.length).toBeGreaterThan(3);
    for (const line of lines) expect(textWidth(line)).toBeLessThanOrEqual(24 + 2);
    expect(lines.join('').replaceAll(' ', '')).toBe(text.replaceAll(' ', ''));
    expect(lines.some((line) => /^[，。、：]/.test(line))).toBe(false);
  });
});
