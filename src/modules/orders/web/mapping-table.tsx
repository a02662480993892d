import { Select } from 'antd';
import { useTranslation } from 'react-i18next';
import { Panel } from '#web/ui/page.tsx';
import { ScrollRegion } from '#web/ui/scroll-region.tsx';
import type { ColumnMapping, ColumnMeaning, ImportKind, Preview } from '../schema.ts';
import { meaningOfColumn, meanings, withMeaning } from './mapping.ts';

interface MappingTableProps {
  readonly preview: Preview;
  readonly kind: ImportKind;
  readonly mapping: ColumnMapping;
  readonly onChange: (mapping: ColumnMapping) => void;
  readonly sheet: string | null;
  readonly onSheet: (sheet: string) => void;
}

/** The first rows as they were read; what each column means is chosen in the head. */
export function MappingTable({ preview, kind, mapping, onChange, sheet, onSheet }: MappingTableProps) {
  const { t } = useTranslation();
  const width = Math.max(preview.headings.length, ...preview.rows.map((row) => row.length), 0);
  const columns = Array.from({ length: width }, (_, index) => ({
    index,
    heading: preview.headings[index] || t('orders.detail.column', { number: index + 1 }),
    meaning: meaningOfColumn(mapping, index),
  }));
  const rows = preview.rows.map((cells, number) => ({ number, cells }));
  return (
    <Panel
      flush
      title={t('orders.detail.preview')}
      note={preview.hasHeadings ? t('orders.detail.previewNote', { rows: preview.rows.length }) : t('orders.detail.noHeadings')}
      extra={
        preview.sheets.length > 1 && (
          <label className="button-row">
            {t('orders.detail.sheet')}
            <Select
              value={sheet}
              onChange={onSheet}
              options={preview.sheets.map((name) => ({ value: name, label: name }))}
              popupMatchSelectWidth={false}
            />
          </label>
        )
      }
    >
      <ScrollRegion label={t('orders.detail.preview')} className="preview-holder">
        <table className="data-table preview-table">
          <thead>
            <tr>
              {columns.map(({ index, heading, meaning }) => (
                <th key={index} scope="col" className={meaning === null ? '' : 'mapping-used'}>
                  <span className="mapping-head">
                    <strong title={heading}>{heading}</strong>
                    <Select<ColumnMeaning | ''>
                      size="small"
                      aria-label={t('orders.detail.meaningOf', { heading })}
                      value={meaning ?? ''}
                      popupMatchSelectWidth={false}
                      onChange={(chosen) => onChange(withMeaning(mapping, index, chosen === '' ? null : chosen))}
                      options={[
                        { value: '' as const, label: t('orders.detail.ignore') },
                        ...meanings(kind).map((one) => ({ value: one, label: t(`orders.meaning.${one}`) })),
                      ]}
                    />
                    <span className="sub">{meaning === null ? '\u00a0' : t(`orders.detail.${howKnown(preview, meaning, index)}`)}</span>
                  </span>
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {rows.map((row) => (
              <tr key={row.number}>
                {columns.map(({ index }) => (
                  <td key={index} title={row.cells[index] ?? ''}>
                    {row.cells[index]}
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </ScrollRegion>
    </Panel>
  );
}

/** 识别依据: why the column has this meaning. */
function howKnown(preview: Preview, meaning: ColumnMeaning, column: number): 'byHeading' | 'byContent' | 'byHand' {
  if (preview.mapping[meaning] !== column) return 'byHand';
  return preview.reasons[meaning] === 'content' ? 'byContent' : 'byHeading';
}
