import { useCallback, useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { axisMoney, exactMoney, formatMoney, formatMonth, formatNumber, type Language } from '#web/format.ts';
import { usePreferences } from '#web/preferences.ts';
import { fontFamily, type Palette } from '#web/theme.ts';
import { Chart } from '#web/ui/chart.tsx';
import type { MonthPoint } from '../schema.ts';

interface Window {
  readonly from: string;
  readonly to: string;
}

interface TrendChartProps {
  readonly months: readonly MonthPoint[];
  readonly measure: 'amount' | 'orders';
  readonly label: string;
  readonly fileName: string;
  /** Business date of the estimated change; drawn as a dashed line. */
  readonly since?: string | null;
  /** The compared window `[from, to)`; months before it are plain, those in it tinted. */
  readonly window: Window | null;
  readonly height?: number;
}

/** Expected (grey band) against seen (line), month by month. */
export function TrendChart({ months, measure, label, fileName, window, since = null, height = 300 }: TrendChartProps) {
  const { t } = useTranslation();
  const { language } = usePreferences();
  const words = useMemo(
    () => ({
      seen: t('leak.monthSeen'),
      expected: t('leak.monthExpected'),
      low: t('leak.monthLow'),
      high: t('leak.monthHigh'),
      change: t('leak.changeMark'),
      window: t('leak.windowMark'),
    }),
    [t],
  );
  const points = useMemo(() => wholeMonths(months, window).map((month) => pointOf(month, measure)), [months, measure, window]);

  const windowFrom = window?.from ?? null;
  const option = useCallback(
    (colours: Palette) => trendOption({ points, measure, language, words, colours, since, windowFrom }),
    [points, measure, language, words, since, windowFrom],
  );

  const show = measure === 'amount' ? exactMoney : (value: number) => formatNumber(value, language, 1);
  const table = {
    heads: [t('detection.chart.month'), words.seen, words.expected, words.low, words.high],
    rows: points.map((point) => [
      formatMonth(point.month, language),
      ...[point.seen, point.expected, point.low, point.high].map((value) => show(value, language)),
    ]),
  };
  return <Chart label={label} option={option} table={table} fileName={fileName} height={height} />;
}

/**
 * Months that the window covers only in part would look like a dip that is none: they are left out, unless the history
 * is so short that little would remain.
 */
function wholeMonths(months: readonly MonthPoint[], window: Window | null): readonly MonthPoint[] {
  if (window === null || months.length < 4) return months;
  return months.filter(({ month }) => {
    if (month === window.from.slice(0, 7) && Number(window.from.slice(8)) > 7) return false;
    // `to` is the day after the last one.
    return !(month === window.to.slice(0, 7) && Number(window.to.slice(8)) < 25);
  });
}

interface Point {
  readonly month: string;
  readonly seen: number;
  readonly expected: number;
  readonly low: number;
  readonly high: number;
}

function pointOf(month: MonthPoint, measure: 'amount' | 'orders'): Point {
  const seen = measure === 'amount' ? month.amountSeen : month.ordersSeen;
  const { low, mid, high } = measure === 'amount' ? month.amountExpected : month.ordersExpected;
  return { month: month.month, seen, expected: mid, low: Math.max(0, low), high: Math.max(0, high) };
}

interface TrendOption {
  readonly points: readonly Point[];
  readonly measure: 'amount' | 'orders';
  readonly language: Language;
  readonly words: Readonly<Record<'seen' | 'expected' | 'low' | 'high' | 'change' | 'window', string>>;
  readonly colours: Palette;
  readonly since: string | null;
  readonly windowFrom: string | null;
}

function trendOption({ points, measure, language, words, colours, since, windowFrom }: TrendOption) {
  const show = (value: number) => (measure === 'amount' ? formatMoney(value, language) : formatNumber(value, language, 1));
  const sinceMonth = points.find((point) => point.month === since?.slice(0, 7))?.month;
  // Where all months are in the window there is nothing to tell apart.
  const firstInWindow = points.findIndex((point) => point.month >= (windowFrom ?? '9999').slice(0, 7));
  const windowMonth = firstInWindow > 0 ? points[firstInWindow]?.month : undefined;
  const last = points.at(-1)?.month;
  // The two labels at the right end may come to lie on each other: each moves a little to its own side.
  const seenEndsAbove = (points.at(-1)?.seen ?? 0) > (points.at(-1)?.expected ?? 0);
  const line = { type: 'line', symbol: 'none', emphasis: { disabled: true } };
  return {
    textStyle: { color: colours.text, fontFamily },
    grid: { left: 8, right: language === 'en' ? 76 : 52, top: 28, bottom: 4, outerBoundsMode: 'same', outerBoundsContain: 'axisLabel' },
    xAxis: {
      type: 'category',
      data: points.map((point) => point.month),
      boundaryGap: false,
      axisLine: { lineStyle: { color: colours.line } },
      axisTick: { show: false },
      axisLabel: {
        color: colours.muted,
        interval: everyQuarter(points),
        hideOverlap: true,
        formatter: (month: string) => axisMonth(month, language),
      },
    },
    yAxis: {
      type: 'value',
      min: 0,
      splitNumber: 4,
      splitLine: { lineStyle: { color: colours.grid } },
      axisLabel: {
        color: colours.muted,
        formatter: (value: number) => (measure === 'amount' ? axisMoney(value, language) : formatNumber(value, language)),
      },
    },
    tooltip: {
      trigger: 'axis',
      backgroundColor: colours.background,
      borderColor: colours.line,
      textStyle: { color: colours.text, fontSize: 13 },
      axisPointer: { type: 'line', lineStyle: { color: colours.muted, type: 'dashed' } },
      formatter: (items: readonly { dataIndex: number }[]) => {
        const point = points[items[0]?.dataIndex ?? -1];
        if (point === undefined) return '';
        return [
          formatMonth(point.month, language),
          `${words.seen}: ${show(point.seen)}`,
          `${words.expected}: ${show(point.expected)} (${show(point.low)} – ${show(point.high)})`,
        ].join('<br>');
      },
    },
    series: [
      { ...line, name: words.low, data: points.map((point) => point.low), stack: 'band', lineStyle: { opacity: 0 }, silent: true },
      {
        ...line,
        name: words.high,
        data: points.map((point) => point.high - point.low),
        stack: 'band',
        lineStyle: { opacity: 0 },
        areaStyle: { color: colours.band },
        silent: true,
      },
      {
        ...line,
        name: words.expected,
        data: points.map((point) => point.expected),
        lineStyle: { color: colours.bandEdge, width: 1.5, type: 'dashed' },
        endLabel: { show: true, color: colours.muted, formatter: words.expected, offset: [0, seenEndsAbove ? 8 : -8] },
      },
      {
        ...line,
        name: words.seen,
        data: points.map((point) => point.seen),
        lineStyle: { color: colours.accent, width: 2.5 },
        itemStyle: { color: colours.accent },
        endLabel: { show: true, color: colours.accent, fontWeight: 'bold', formatter: words.seen, offset: [0, seenEndsAbove ? -8 : 8] },
        markLine:
          sinceMonth === undefined
            ? undefined
            : {
                silent: true,
                symbol: 'none',
                lineStyle: { color: colours.attention, type: 'dashed', width: 1.5 },
                label: { formatter: words.change, color: colours.attention, position: 'end', distance: 4 },
                data: [{ xAxis: sinceMonth }],
              },
        markArea:
          windowMonth === undefined
            ? undefined
            : {
                silent: true,
                itemStyle: { color: colours.accent, opacity: 0.05 },
                label: { show: sinceMonth === undefined, color: colours.muted, position: 'insideTop', fontSize: 12 },
                data: [[{ name: words.window, xAxis: windowMonth }, { xAxis: last }]],
              },
      },
    ],
  };
}

/** Which months are labelled: all of a short history, the first of each quarter of a longer one, so that years stay visible. */
function everyQuarter(points: readonly Point[]): (index: number) => boolean {
  if (points.length <= 14) return () => true;
  return (index) => ['01', '04', '07', '10'].includes(points[index]?.month.slice(5) ?? '');
}

/** The year where it begins, months in between. */
function axisMonth(month: string, language: Language): string {
  const [year, number] = month.split('-');
  if (number === '01') return year ?? month;
  const at = new Date(Date.UTC(2000, Number(number) - 1, 1));
  return new Intl.DateTimeFormat(language, { month: 'short', timeZone: 'UTC' }).format(at);
}
