import type { EChartsCoreOption, EChartsType } from 'echarts/core';
import { Button } from 'antd';
import { useEffect, useEffectEvent, useId, useLayoutEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useIsDark } from '../preferences.ts';
import { type Palette, palette } from '../theme.ts';
import { ScrollRegion } from './scroll-region.tsx';

interface ChartProps {
  /** What the picture shows, in one sentence, for those who do not see it. */
  readonly label: string;
  readonly option: (colours: Palette) => EChartsCoreOption;
  /** The same data as rows. */
  readonly table: { readonly heads: readonly string[]; readonly rows: readonly (readonly string[])[] };
  readonly height?: number;
  /** Without ending; the picture gets `.png`. */
  readonly fileName: string;
}

/**
 * One chart: follows the theme, prints in light colours, can be saved as a picture or read as a table.
 * `option` is called again when the theme changes; keep it stable with `useCallback`.
 */
export function Chart({ label, option, table, height = 280, fileName }: ChartProps) {
  const { t } = useTranslation();
  const dark = useIsDark();
  const holder = useRef<HTMLDivElement>(null);
  const chart = useRef<EChartsType | null>(null);
  const [asTable, setAsTable] = useState(false);
  const tableId = useId();
  // The effect that makes the chart must not run again for another theme or other data; it draws what is current.
  const draw = useEffectEvent(() => {
    chart.current?.setOption({ animation: false, ...option(palette(dark)) }, { notMerge: true });
  });

  useEffect(() => {
    const element = holder.current;
    if (element === null || asTable) return;
    let gone = false;
    let observer: ResizeObserver | undefined;
    void import('./chart-engine.ts').then(({ init }) => {
      if (gone) return;
      chart.current = init(element, null, { devicePixelRatio: Math.max(2, window.devicePixelRatio) });
      draw();
      observer = new ResizeObserver(() => chart.current?.resize());
      observer.observe(element);
    });
    return () => {
      gone = true;
      observer?.disconnect();
      chart.current?.dispose();
      chart.current = null;
    };
  }, [asTable]);

  // In step with the page, so that it is light on paper before the printer looks.
  useLayoutEffect(() => {
    chart.current?.setOption({ animation: false, ...option(palette(dark)) }, { notMerge: true });
  }, [option, dark]);

  function savePicture() {
    const url = chart.current?.getDataURL({ type: 'png', pixelRatio: 2, backgroundColor: palette(dark).background });
    if (url === undefined) return;
    const link = document.createElement('a');
    link.href = url;
    link.download = `${fileName}.png`;
    link.click();
  }

  return (
    <figure className="chart">
      {asTable ? (
        <DataTable id={tableId} label={label} heads={table.heads} rows={table.rows} />
      ) : (
        <div ref={holder} role="img" aria-label={label} style={{ height }} className="chart-holder" />
      )}
      <figcaption className="chart-tools">
        <Button size="small" type="text" aria-pressed={asTable} onClick={() => setAsTable(!asTable)}>
          {asTable ? t('common.closeTable') : t('common.openTable')}
        </Button>
        {!asTable && (
          <Button size="small" type="text" onClick={savePicture}>
            {t('common.savePicture')}
          </Button>
        )}
      </figcaption>
    </figure>
  );
}

interface DataTableProps {
  readonly id: string;
  readonly label: string;
  readonly heads: readonly string[];
  readonly rows: readonly (readonly string[])[];
}

function DataTable({ id, label, heads, rows }: DataTableProps) {
  return (
    <ScrollRegion label={label}>
      <table id={id} className="data-table">
        <thead>
          <tr>
            {heads.map((head) => (
              <th key={head} scope="col">
                {head}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={row.join('|')}>
              {row.map((cell, index) =>
                index === 0 ? (
                  <th key={heads[index]} scope="row">
                    {cell}
                  </th>
                ) : (
                  <td key={heads[index]}>{cell}</td>
                ),
              )}
            </tr>
          ))}
        </tbody>
      </table>
    </ScrollRegion>
  );
}
