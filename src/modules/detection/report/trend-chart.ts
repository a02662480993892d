import { LineChart } from 'echarts/charts';
import { AriaComponent, GridComponent, MarkLineComponent } from 'echarts/components';
import { init, use } from 'echarts/core';
import { SVGRenderer } from 'echarts/renderers';
import type { MonthPoint } from '../schema.ts';
import { detectionTexts } from './facts.ts';
import { type Language, fill, moneyText } from './format.ts';
import { type Markup, asMarkup, escapeHtml, html } from './markup.ts';

use([LineChart, GridComponent, MarkLineComponent, AriaComponent, SVGRenderer]);

const WIDTH = 860;
const HEIGHT = 240;

/**
 * Money per month: expected as a grey band with a dashed middle, seen as the one accented line, the change marked.
 * Colours are CSS variables of the page, so the drawing follows light, dark and print. A table with the same figures
 * is folded below for screen readers and for those who want the numbers.
 *
 * @param id unique within the page; part of the drawing's inner ids
 */
export function trendChart(points: readonly MonthPoint[], since: string | null, language: Language, id: string): Markup {
  const texts = detectionTexts(language);
  if (points.length === 0) return html``;
  return html`<figure class="chart">
    ${drawing(points, since, language, id)}
    <details class="data">
      <summary>${texts.chart.asTable}</summary>
      ${table(points, language)}
    </details>
  </figure>`;
}

function drawing(points: readonly MonthPoint[], since: string | null, language: Language, id: string): Markup {
  const texts = detectionTexts(language);
  const months = points.map((point) => point.month);
  const changeMonth = since?.slice(0, 7);
  const label = (text: string, colour: string, shift: number) => ({
    show: true,
    formatter: text,
    color: colour,
    fontSize: 12,
    fontFamily: 'inherit',
    distance: 6,
    offset: [0, shift],
  });
  const shift = labelShift(points);
  const plain = { type: 'line' as const, symbol: 'none', silent: true, animation: false };
  const chart = init(null, null, { renderer: 'svg', ssr: true, width: WIDTH, height: HEIGHT });
  try {
    chart.setOption({
      animation: false,
      textStyle: { fontFamily: 'inherit' },
      grid: { left: 72, right: 64, top: 28, bottom: 28 },
      xAxis: {
        type: 'category',
        data: months,
        boundaryGap: false,
        axisLine: { lineStyle: { color: 'var(--line)' } },
        axisTick: { show: false },
        axisLabel: { color: 'var(--muted)', fontFamily: 'inherit', hideOverlap: true },
      },
      yAxis: {
        type: 'value',
        min: 0,
        splitNumber: 4,
        axisLabel: {
          color: 'var(--muted)',
          fontFamily: 'inherit',
          formatter: (value: number) => moneyText(value, language),
        },
        splitLine: { lineStyle: { color: 'var(--line)' } },
      },
      series: [
        // The band is drawn as an invisible lower line with the width of the interval stacked on top.
        { ...plain, stack: 'band', lineStyle: { opacity: 0 }, data: points.map((point) => point.amountExpected.low) },
        {
          ...plain,
          stack: 'band',
          lineStyle: { opacity: 0 },
          areaStyle: { color: 'var(--band)', opacity: 1 },
          data: points.map((point) => point.amountExpected.high - point.amountExpected.low),
        },
        {
          ...plain,
          lineStyle: { color: 'var(--muted)', width: 1.2, type: 'dashed' },
          endLabel: label(texts.chart.expected, 'var(--muted)', -shift),
          data: points.map((point) => point.amountExpected.mid),
        },
        {
          ...plain,
          lineStyle: { color: 'var(--accent)', width: 2.2 },
          endLabel: label(texts.chart.seen, 'var(--accent)', shift),
          data: points.map((point) => point.amountSeen),
          ...(changeMonth !== undefined && months.includes(changeMonth)
            ? {
                markLine: {
                  silent: true,
                  symbol: 'none',
                  lineStyle: { color: 'var(--amber)', width: 1.5, type: 'dashed' as const },
                  label: { formatter: fill(texts.chart.change, { date: since ?? '' }), color: 'var(--amber)', fontFamily: 'inherit' },
                  data: [{ xAxis: changeMonth }],
                },
              }
            : {}),
        },
      ],
    });
    const svg = chart
      .renderToSVGString()
      // The running number in ids and class names depends on what was drawn before; the page's own id does not.
      .replace(/\bzr\d+-/g, `${id}-`)
      // Hover styles of an interactive chart: nothing to hover here.
      .replace(/<style[\s\S]*?<\/style>/g, '')
      .replace(/ (class|ecmeta_\w+|pointer-events)="[^"]*"/g, '')
      // The page scales the drawing by its viewBox.
      .replace(
        /^<svg width="\d+" height="\d+"/,
        `<svg role="img" aria-label="${escapeHtml(`${texts.rep.trend} ${months[0]} – ${months.at(-1)}`)}"`,
      );
    return asMarkup(svg);
  } finally {
    chart.dispose();
  }
}

/** Pixels by which the two labels at the lines' ends part, so that they can be read when the lines end close together. */
function labelShift(points: readonly MonthPoint[]): number {
  const last = points.at(-1)!;
  const top = points.reduce((most, { amountSeen, amountExpected }) => Math.max(most, amountSeen, amountExpected.high), 1);
  const apart = ((last.amountExpected.mid - last.amountSeen) / top) * (HEIGHT - 56);
  const missing = Math.max(0, 16 - Math.abs(apart)) / 2;
  return apart >= 0 ? missing : -missing;
}

function table(points: readonly MonthPoint[], language: Language): Markup {
  const { chart } = detectionTexts(language);
  const money = (value: number) => moneyText(value, language);
  return html`<table>
    <thead>
      <tr>
        <th scope="col">${chart.month}</th>
        <th scope="col" class="number">${chart.seen}</th>
        <th scope="col" class="number">${chart.expected}</th>
        <th scope="col" class="number">${chart.low}</th>
        <th scope="col" class="number">${chart.high}</th>
      </tr>
    </thead>
    <tbody>
      ${points.map(
        ({ month, amountSeen, amountExpected: { low, mid, high } }) =>
          html`<tr>
            <th scope="row">${month}</th>
            ${[amountSeen, mid, low, high].map((value) => html`<td class="number">${money(value)}</td>`)}
          </tr>`,
      )}
    </tbody>
  </table>`;
}
