import type { CustomSeriesRenderItemAPI, CustomSeriesRenderItemParams, CustomSeriesRenderItemReturn } from 'echarts/types/dist/echarts';
import { useCallback, useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { axisMoney, exactMoney, formatDate, formatMonth } from '#web/format.ts';
import { usePreferences } from '#web/preferences.ts';
import { fontFamily, type Palette } from '#web/theme.ts';
import { Chart } from '#web/ui/chart.tsx';
import type { CustomerView } from '../schema.ts';

interface CustomerChartProps {
  readonly view: CustomerView;
  readonly label: string;
}

const day = 86_400_000;

/** Each order as a bar on a time line, the silence since the last one, and the limit that this customer's rhythm sets. */
export function OrderStrip({ view, label }: CustomerChartProps) {
  const { t } = useTranslation();
  const { language } = usePreferences();
  const { orders, figures, run } = view;
  const words = useMemo(() => ({ limit: t('leak.customer.limitMark'), asOf: t('leak.customer.asOfMark') }), [t]);

  const option = useCallback(
    (colours: Palette) => {
      const last = Date.parse(figures.lastOrder);
      const limit = figures.silenceLimit === null ? null : last + figures.silenceLimit * day;
      const asOf = Date.parse(run.asOf);
      const first = Date.parse(orders[0]?.date ?? figures.firstOrder);
      const end = Math.max(asOf, limit ?? 0);
      return {
        textStyle: { color: colours.text, fontFamily },
        grid: { left: 8, right: 16, top: 28, bottom: 4, outerBoundsMode: 'same', outerBoundsContain: 'axisLabel' },
        xAxis: {
          type: 'time',
          min: first - 5 * day,
          max: end + (end - first) * 0.02,
          axisLine: { lineStyle: { color: colours.line } },
          axisLabel: {
            color: colours.muted,
            hideOverlap: true,
            formatter: (at: number) => formatMonth(new Date(at).toISOString().slice(0, 7), language),
          },
        },
        yAxis: {
          type: 'value',
          min: ({ min }: { min: number }) => Math.min(0, min),
          splitNumber: 3,
          splitLine: { lineStyle: { color: colours.grid } },
          axisLabel: { color: colours.muted, formatter: (value: number) => axisMoney(value, language) },
        },
        tooltip: {
          trigger: 'item',
          backgroundColor: colours.background,
          borderColor: colours.line,
          textStyle: { color: colours.text, fontSize: 13 },
          formatter: (item: { value: readonly [number, number] }) =>
            `${formatDate(new Date(item.value[0]).toISOString().slice(0, 10), language)}<br>${exactMoney(item.value[1], language)}`,
        },
        series: [
          {
            type: 'custom',
            data: orders.map((order) => [Date.parse(order.date), order.amount]),
            encode: { x: 0, y: 1 },
            renderItem: (_params: CustomSeriesRenderItemParams, api: CustomSeriesRenderItemAPI): CustomSeriesRenderItemReturn => {
              const [x = 0, end = 0] = api.coord([api.value(0), api.value(1)]);
              const [, ground = 0] = api.coord([api.value(0), 0]);
              // A day of returns has a negative amount and hangs below the line.
              return {
                type: 'rect',
                shape: { x: x - 1.5, y: Math.min(end, ground), width: 3, height: Math.max(1, Math.abs(ground - end)) },
                style: { fill: end > ground ? colours.muted : colours.accent },
              };
            },
            markArea: {
              silent: true,
              itemStyle: { color: colours.muted, opacity: 0.1 },
              data: [[{ xAxis: last }, { xAxis: asOf }]],
            },
            markLine: {
              silent: true,
              symbol: 'none',
              data: [
                {
                  xAxis: asOf,
                  lineStyle: { color: colours.muted, type: 'solid', width: 1 },
                  label: {
                    formatter: limit !== null && Math.abs(limit - asOf) < (end - first) * 0.08 ? '' : words.asOf,
                    color: colours.muted,
                    position: 'end',
                  },
                },
                ...(limit === null
                  ? []
                  : [
                      {
                        xAxis: limit,
                        lineStyle: { color: colours.attention, type: 'dashed', width: 2 },
                        label: { formatter: words.limit, color: colours.attention, position: 'end' },
                      },
                    ]),
              ],
            },
          },
        ],
      };
    },
    [orders, figures, run.asOf, language, words],
  );
  const table = {
    heads: [t('leak.customer.orderDate'), t('leak.customer.orderAmount')],
    rows: orders.toReversed().map((order) => [formatDate(order.date, language), exactMoney(order.amount, language)]),
  };
  return <Chart label={label} option={option} table={table} fileName={`shoudan-${figures.code ?? figures.name}-orders`} height={220} />;
}

/** Money per month, empty months included: a gap must look like a gap. */
export function AmountChart({ view, label }: CustomerChartProps) {
  const { t } = useTranslation();
  const { language } = usePreferences();
  const months = useMemo(() => monthSums(view), [view]);
  const option = useCallback(
    (colours: Palette) => ({
      textStyle: { color: colours.text, fontFamily },
      grid: { left: 8, right: 16, top: 12, bottom: 4, outerBoundsMode: 'same', outerBoundsContain: 'axisLabel' },
      xAxis: {
        type: 'category',
        data: months.map(([month]) => month),
        axisLine: { lineStyle: { color: colours.line } },
        axisTick: { show: false },
        axisLabel: { color: colours.muted, hideOverlap: true, formatter: (month: string) => formatMonth(month, language) },
      },
      yAxis: {
        type: 'value',
        min: ({ min }: { min: number }) => Math.min(0, min),
        splitNumber: 3,
        splitLine: { lineStyle: { color: colours.grid } },
        axisLabel: { color: colours.muted, formatter: (value: number) => axisMoney(value, language) },
      },
      tooltip: {
        trigger: 'axis',
        backgroundColor: colours.background,
        borderColor: colours.line,
        textStyle: { color: colours.text, fontSize: 13 },
        formatter: (items: readonly { dataIndex: number }[]) => {
          const [month, sum] = months[items[0]?.dataIndex ?? -1] ?? ['', 0];
          return `${formatMonth(month, language)}<br>${exactMoney(sum, language)}`;
        },
      },
      series: [
        {
          type: 'bar',
          data: months.map(([, sum]) => sum),
          itemStyle: { color: colours.accent, borderRadius: [2, 2, 0, 0] },
          barMaxWidth: 22,
        },
      ],
    }),
    [months, language],
  );
  const table = {
    heads: [t('detection.chart.month'), t('detection.chart.amount')],
    rows: months.map(([month, sum]) => [formatMonth(month, language), exactMoney(sum, language)]),
  };
  return (
    <Chart label={label} option={option} table={table} fileName={`shoudan-${view.figures.code ?? view.figures.name}-months`} height={200} />
  );
}

function monthSums(view: CustomerView): [string, number][] {
  const sums = new Map<string, number>();
  const first = view.orders[0]?.date ?? view.figures.firstOrder;
  const at = new Date(`${first.slice(0, 7)}-01T00:00:00Z`);
  const end = view.run.asOf.slice(0, 7);
  while (at.toISOString().slice(0, 7) <= end) {
    sums.set(at.toISOString().slice(0, 7), 0);
    at.setUTCMonth(at.getUTCMonth() + 1);
  }
  for (const order of view.orders) sums.set(order.date.slice(0, 7), (sums.get(order.date.slice(0, 7)) ?? 0) + order.amount);
  return [...sums];
}
