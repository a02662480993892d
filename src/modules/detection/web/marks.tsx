import { useTranslation } from 'react-i18next';
import { formatMoney, formatShare } from '#web/format.ts';
import { usePreferences } from '#web/preferences.ts';
import type { Interval, RepFigures, Tier } from '../schema.ts';

const shapes = ['thin', 'capture', 'shave'] as const;

interface IntervalBarProps {
  readonly seen: number;
  readonly expected: Interval;
  readonly tier: Tier;
}

/** Expected range as a grey band, its middle as a tick, what was seen as a dot; from zero to a little past the larger one. */
export function IntervalBar({ seen, expected, tier }: IntervalBarProps) {
  const { t } = useTranslation();
  const { language } = usePreferences();
  const top = Math.max(expected.high, seen, 1) * 1.06;
  function x(value: number): string {
    return `${(Math.max(0, value) / top) * 100}%`;
  }
  const label = t('leak.intervalLabel', {
    seen: formatMoney(seen, language),
    low: formatMoney(expected.low, language),
    high: formatMoney(expected.high, language),
  });
  return (
    <svg className={`interval-bar interval-${tier}`} role="img" aria-label={label} width="100%" height="16">
      <title>{label}</title>
      <line className="interval-axis" x1="0" x2="100%" y1="8" y2="8" />
      <rect
        className="interval-band"
        x={x(expected.low)}
        width={`${((Math.max(0, expected.high) - Math.max(0, expected.low)) / top) * 100}%`}
        y="3"
        height="10"
        rx="2"
      />
      <line className="interval-mid" x1={x(expected.mid)} x2={x(expected.mid)} y1="2" y2="14" />
      <circle className="interval-dot" cx={x(seen)} cy="8" r="4.5" />
    </svg>
  );
}

/** Which of the three shapes the evidence comes from. */
export function ShapesBar({ rep }: { readonly rep: Pick<RepFigures, 'shapes'> }) {
  const { t } = useTranslation();
  const { language } = usePreferences();
  const parts = shapes.filter((shape) => rep.shapes[shape] > 0.005);
  if (parts.length === 0) return <span className="muted">{t('leak.noShapes')}</span>;
  const text = parts.map((shape) => `${t(`detection.shape.${shape}`)} ${formatShare(rep.shapes[shape], language)}`).join(' · ');
  const main = mainShape(rep);
  return (
    <div title={text}>
      <div className="shapes-bar" role="img" aria-label={t('leak.shapesLabel', { text })}>
        {parts.map((shape) => (
          <span key={shape} className={`shape-${shape}`} style={{ flexGrow: rep.shapes[shape] }} />
        ))}
      </div>
      {main !== null && (
        <span className="small">
          {t(`detection.shape.${main}`)} {formatShare(rep.shapes[main], language)}
        </span>
      )}
    </div>
  );
}

/** The shape that most of the evidence comes from; `null` where nothing stands out. */
export function mainShape(rep: Pick<RepFigures, 'shapes'>): (typeof shapes)[number] | null {
  const best = shapes.reduce((one, other) => (rep.shapes[other] > rep.shapes[one] ? other : one));
  return rep.shapes[best] > 0 ? best : null;
}

/** The same with a line and an explanation per shape. */
export function ShapesList({ rep }: { readonly rep: Pick<RepFigures, 'shapes'> }) {
  const { t } = useTranslation();
  const { language } = usePreferences();
  return (
    <ul className="shapes-list">
      {shapes
        .toSorted((one, other) => rep.shapes[other] - rep.shapes[one])
        .map((shape) => (
          <li key={shape}>
            <span className="shapes-name">{t(`detection.shape.${shape}`)}</span>
            <span className="shapes-track" aria-hidden="true">
              <span className={`shape-${shape}`} style={{ width: `${rep.shapes[shape] * 100}%` }} />
            </span>
            <span className="number shapes-share">{formatShare(rep.shapes[shape], language)}</span>
            <span className="muted small shapes-meaning">{t(`detection.shapeMeaning.${shape}`)}</span>
          </li>
        ))}
    </ul>
  );
}
