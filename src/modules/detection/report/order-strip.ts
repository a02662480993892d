import { dayOfDate } from '#shared/days.ts';
import type { CustomerFigures } from '../schema.ts';
import { detectionTexts } from './facts.ts';
import { type Language, fill, numberText } from './format.ts';
import { type Markup, asMarkup, escapeHtml } from './markup.ts';

const WIDTH = 360;
const HEIGHT = 36;
const BASE = HEIGHT - 4;
const DAYS = 730;

export interface StripOrder {
  /** Days since 1970-01-01. */
  readonly day: number;
  /** Minor units. */
  readonly amount: number;
}

/**
 * Two years of one customer's orders on a time line: a bar per order, its height the amount (square root, so that
 * small orders stay visible), a dashed line where the silence became longer than this customer's rhythm explains.
 * Drawn by hand: hundreds of them must fit into one file that can be mailed.
 */
export function orderStrip(customer: CustomerFigures, orders: readonly StripOrder[], asOf: number, language: Language): Markup {
  const texts = detectionTexts(language);
  const from = asOf - DAYS;
  const shown = orders.filter((order) => order.day >= from && order.day < asOf && order.amount > 0);
  const most = shown.reduce((highest, order) => Math.max(highest, order.amount), 1);
  const x = (day: number) => (((day - from) / DAYS) * (WIDTH - 4) + 2).toFixed(1);
  const bars = shown.map((order) => `M${x(order.day)} ${BASE}v-${(3 + Math.sqrt(order.amount / most) * (BASE - 6)).toFixed(1)}`).join('');
  const lastDay = dayOfDate(customer.lastOrder);
  const limitDay = customer.silenceLimit === null ? null : lastDay + Math.ceil(customer.silenceLimit);
  const silence = limitDay !== null && limitDay < asOf && limitDay > from;
  const label = [
    `${texts.customer.strip}: ${fill(texts.unit.orders, { count: numberText(shown.length) })}`,
    `${texts.customer.lastOrder} ${customer.lastOrder}`,
    silence ? texts.customer.beyondLimit : '',
  ].filter((part) => part !== '');
  return asMarkup(
    `<svg class="strip" role="img" viewBox="0 0 ${WIDTH} ${HEIGHT}" aria-label="${escapeHtml(label.join(', '))}">` +
      (silence
        ? `<rect x="${x(limitDay)}" y="2" width="${(WIDTH - 2 - Number(x(limitDay))).toFixed(1)}" height="${BASE - 2}" fill="var(--silence)"/>`
        : '') +
      `<path d="M2 ${BASE}H${WIDTH - 2}" stroke="var(--line)"/>` +
      (bars === '' ? '' : `<path d="${bars}" stroke="var(--accent)" stroke-width="1.6"/>`) +
      (silence ? `<path d="M${x(limitDay)} 2V${BASE}" stroke="var(--amber)" stroke-width="1.5" stroke-dasharray="3 2"/>` : '') +
      '</svg>',
  );
}
