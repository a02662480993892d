import { describe, expect, it } from 'vitest';
import { createRandom } from '../../../../seeds/random.ts';
import type { CustomerFigures, MonthPoint, RepFigures } from '../schema.ts';
import type { LeakPages } from '../view.ts';
import { customersInReport, renderHtml } from './html.ts';
import { escapeHtml, html, toText } from './markup.ts';
import { terminalReport } from './terminal.ts';
import { textWidth } from './columns.ts';

const HOSTILE = `"><script>alert(1)</script><img src=x onerror='alert(2)'>&amp;\u202e\u0000\u001b[31m`;

const around = (mid: number) => ({ low: mid * 0.9, mid, high: mid * 1.1 });

function trend(): MonthPoint[] {
  return Array.from({ length: 24 }, (_, i) => ({
    month: `${2024 + Math.floor(i / 12)}-${String((i % 12) + 1).padStart(2, '0')}`,
    ordersSeen: 40 + i,
    ordersExpected: around(50),
    amountSeen: 40_000_000 + i * 100_000,
    amountExpected: around(50_000_000),
  }));
}

function rep(index: number, change: Partial<RepFigures> = {}): RepFigures {
  return {
    id: `r${index}`,
    name: `业务员${index}`,
    region: '华东',
    tier: 'none',
    insufficient: null,
    score: 0.1,
    rank: index + 1,
    since: null,
    shapes: { thin: 0, capture: 0, shave: 0 },
    customers: 60,
    ordersSeen: 1200,
    ordersExpected: around(1300),
    amountSeen: 480_000_000,
    amountExpected: around(500_000_000),
    missing: around(20_000_000),
    silentSeen: 4,
    silentExpected: 3.2,
    share: 0.04,
    trend: trend(),
    checks: [
      { code: 'market_decline', result: 'ruled_out', facts: { change: 0.01 } },
      { code: 'stock_out', result: 'not_checked', facts: {} },
    ],
    ...change,
  };
}

function customer(index: number, repId: string | null, change: Partial<CustomerFigures> = {}): CustomerFigures {
  return {
    id: `c${index}`,
    code: `KH${index}`,
    name: `客户${index}`,
    repId,
    repName: null,
    region: null,
    orders: 90,
    firstOrder: '2024-01-05',
    lastOrder: '2025-09-30',
    usualGap: 8,
    silenceLimit: 31,
    silentDays: 92,
    isSilent: true,
    ordersSeen: 30,
    ordersExpected: 45,
    amountSeen: 3_000_000,
    amountExpected: 4_500_000,
    evidence: 1.5,
    shape: 'capture',
    questions: ['why_stopped', 'invoice_and_payee'],
    ...change,
  };
}

function pages(reps: RepFigures[], customers: CustomerFigures[]): LeakPages {
  return {
    customers,
    view: {
      run: null,
      window: { from: '2025-01-01', to: '2025-12-31' },
      warnings: [{ code: 'few_peers', facts: { reps: reps.length } }],
      company: {
        customers: customers.length,
        reps: reps.length,
        orders: 28_000,
        firstOrder: '2024-01-01',
        lastOrder: '2025-12-30',
        amountSeen: 11_500_000_000,
        amountExpected: around(12_000_000_000),
        missing: around(300_000_000),
        trend: trend(),
      },
      thresholds: { check: 3, watch: 2 },
      reps,
    },
  };
}

function bigPages(): LeakPages {
  const reps = Array.from({ length: 24 }, (_, i) =>
    rep(
      i,
      i < 3 ? { tier: 'check', since: '2025-06-15', shapes: { thin: 0.6, capture: 0.3, shave: 0.1 } } : i < 6 ? { tier: 'watch' } : {},
    ),
  );
  return pages(
    reps,
    reps.flatMap((one, i) => Array.from({ length: 60 }, (_, n) => customer(i * 60 + n, one.id))),
  );
}

function ordersOf(id: string) {
  const random = createRandom(Number(id.slice(1)));
  return Array.from({ length: 100 }, (_, i) => ({ day: 19_800 + i * 6, amount: Math.round(random.logNormal(260_000, 0.6)) }));
}

describe('the mailed report', () => {
  it('is one page that loads and runs nothing', () => {
    for (const lang of ['zh-CN', 'en'] as const) {
      const page = renderHtml({ ...bigPages(), lang, source: '演示公司', ordersOf });
      expect(page.includes(`<html lang="${lang}">`)).toBe(true);
      expect(page.match(/<(script|link|iframe|img|object|embed)\b/gi)).toBe(null);
      // Within the page a drawing may name its own clip path.
      expect(page.match(/\son\w+=|javascript:|@import|url\((?!#)/gi)).toBe(null);
      // Namespaces of SVG are names, not addresses.
      expect(
        [...page.matchAll(/https?:\/\/[^"\s]+/g)].map((match) => match[0]).filter((url) => !url.startsWith('http://www.w3.org/')),
      ).toEqual([]);
    }
  });

  it('links each rep to a section with chart, table, checks and order lines', () => {
    const page = renderHtml({ ...bigPages(), lang: 'zh-CN', source: '演示公司', ordersOf });
    for (let i = 0; i < 24; i++) {
      expect(page.includes(`href="#rep-${i}"`)).toBe(true);
      expect(page.includes(`id="rep-${i}"`)).toBe(true);
    }
    // One chart for the company and one per rep, each with its table.
    expect(page.match(/<figure class="chart">/g)?.length).toBe(25);
    expect(page.match(/<details class="data">\s*<summary>以表格查看/g)?.length).toBe(25);
    expect(page.match(/<svg class="strip"/g)?.length).toBe(customersInReport(bigPages()).length);
    const ids = [...page.matchAll(/\sid="([^"]+)"/g)].map((match) => match[1]);
    expect(new Set(ids).size).toBe(ids.length);
    expect(page.includes('变化始于 2025-06-15')).toBe(true);
    expect(page.includes('不代表结论')).toBe(true);
    expect(page.includes('undefined')).toBe(false);
    expect(page.includes('NaN')).toBe(false);
  });

  it('stays well under what can be mailed, and is the same every time', () => {
    const page = renderHtml({ ...bigPages(), lang: 'en', source: 'x', ordersOf });
    expect(Buffer.byteLength(page)).toBeLessThan(1_500_000);
    expect(renderHtml({ ...bigPages(), lang: 'en', source: 'x', ordersOf }) === page).toBe(true);
  });

  it('shows hostile names as text', () => {
    const input = pages([rep(0, { name: HOSTILE, region: HOSTILE, tier: 'check' })], [customer(0, 'r0', { name: HOSTILE, code: HOSTILE })]);
    const page = renderHtml({ ...input, lang: 'zh-CN', source: HOSTILE, ordersOf });
    expect(page.includes('<script')).toBe(false);
    expect(page.includes('<img')).toBe(false);
    expect(page.match(/[\u0000\u001b\u202e]/)).toBe(null);
    expect(page.includes('&#60;script&#62;alert(1)&#60;/script&#62;')).toBe(true);
    expect(page.match(/&#34;&#62;&#60;script/g)!.length).toBeGreaterThanOrEqual(5);
  });

  it('gives reps without enough data a reason and no figures', () => {
    const input = pages([rep(0), rep(1, { tier: 'insufficient', insufficient: 'book_too_small', score: null, rank: null })], []);
    const page = renderHtml({ ...input, lang: 'zh-CN' });
    expect(page.includes('名下有订单历史的老客户太少')).toBe(true);
    expect(page.match(/<figure class="chart">/g)?.length).toBe(2);
  });

  it('without reps shows the company and the customers that went quiet', () => {
    const input = pages([], [customer(0, null), customer(1, null, { isSilent: false, shape: null })]);
    const page = renderHtml({ ...input, lang: 'zh-CN', ordersOf });
    expect(page.includes('没有客户归属，只显示公司和客户')).toBe(true);
    expect(page.indexOf('客户0')).toBeGreaterThan(0);
    expect(page.indexOf('客户0')).toBeLessThan(page.indexOf('客户1'));
    expect(customersInReport(input)).toEqual(['c0', 'c1']);
  });
});

describe('markup', () => {
  it('escapes what is put in, but not markup', () => {
    expect(toText(html`<b title="${'a"b'}">${['<i>', html`<i>${'&'}</i>`]}${null}${3}</b>`)).toBe(
      '<b title="a&#34;b">&#60;i&#62;<i>&#38;</i>3</b>',
    );
    expect(escapeHtml('苏州\n恒锐')).toBe('苏州\n恒锐');
  });
});

describe('the terminal report', () => {
  it.each(['zh-CN', 'en'] as const)('fits 100 columns in %s and holds no escape sequence when plain', (language) => {
    const text = terminalReport(bigPages(), { language, colour: false, source: HOSTILE });
    expect(text.match(/[\u001b\u0000\u202e]/)).toBe(null);
    const lines = text.split('\n');
    // The first line names the file, however long its name.
    expect(lines.slice(1).filter((line) => textWidth(line) > 100)).toEqual([]);
    expect(lines.length).toBeGreaterThan(60);
    expect(text.includes('undefined')).toBe(false);
  });

  it('marks those to check in colour on a terminal', () => {
    expect(terminalReport(bigPages(), { language: 'zh-CN', colour: true, source: 'x' }).includes('\u001b[33m')).toBe(true);
  });

  it('lists all to check however many reps there are', () => {
    const reps = Array.from({ length: 90 }, (_, i) => rep(i, i === 80 ? { tier: 'check', name: '最后一位' } : {}));
    const text = terminalReport(pages(reps, []), { language: 'zh-CN', colour: false, source: 'x' });
    expect(text.includes('最后一位')).toBe(true);
    expect(text.includes('… 49 人')).toBe(true);
  });
});
