import type { CustomerFigures, RepFigures } from '../schema.ts';
import { checkText, detectionTexts, insufficientText, questionText } from './facts.ts';
import { type Language, fill, moneyText, numberText, shareText } from './format.ts';
import { type Markup, html } from './markup.ts';
import { type StripOrder, orderStrip } from './order-strip.ts';
import { trendChart } from './trend-chart.ts';

/** Customers shown per rep, by tier: enough to begin calling, few enough to be mailed. */
export const CUSTOMERS_PER_TIER = { check: 25, watch: 12, none: 5, insufficient: 3 } as const;

export interface SectionContext {
  readonly language: Language;
  readonly asOf: number;
  /** One customer's orders by the id in the figures; `null`: no time lines. */
  readonly ordersOf: ((customerId: string) => readonly StripOrder[]) | null;
}

/** One rep: what is missing, since when, in which shape, what innocent reasons were looked at, whom to call. */
export function repSection(rep: RepFigures, index: number, customers: readonly CustomerFigures[], context: SectionContext): Markup {
  const { language } = context;
  const texts = detectionTexts(language);
  const money = (value: number) => moneyText(value, language);
  const between = ({ low, high }: { low: number; high: number }) => `${texts.rep.interval} ${money(low)} – ${money(high)}`;
  const judged = rep.tier !== 'insufficient';
  return html`<section class="rep" id="rep-${index}">
    <h2>${rep.name} <span class="tag ${rep.tier}">${texts.tier[rep.tier]}</span></h2>
    <p class="muted">
      ${[rep.region ?? '', fill(texts.report.sample, { customers: numberText(rep.customers), orders: numberText(rep.ordersSeen) }), texts.report.noConclusion].filter((part) => part !== '').join(' · ')}
    </p>
    <p>${judged ? texts.tierMeaning[rep.tier] : insufficientText(rep.insufficient, language)}</p>
    ${
      judged
        ? html`<dl class="tiles">
              ${tile(texts.rep.seen, money(rep.amountSeen))}
              ${tile(texts.rep.expected, money(rep.amountExpected.mid), between(rep.amountExpected))}
              ${tile(texts.rep.missing, money(rep.missing.mid), between(rep.missing))}
              ${tile(texts.rep.since, rep.since ?? texts.rep.sinceNone)}
              ${tile(texts.rep.silent, numberText(rep.silentSeen), fill(texts.rep.silentNote, { seen: numberText(rep.silentSeen), expected: numberText(rep.silentExpected, 1) }))}
              ${tile(texts.rep.share, shareText(rep.share), texts.rep.shareNote)}
            </dl>
            <h3>${texts.rep.trend}</h3>
            ${trendChart(rep.trend, rep.since, language, `r${index}`)} ${shapes(rep, language)}`
        : null
    }
    ${judged ? checks(rep, language) : null} ${customerTable(customers, CUSTOMERS_PER_TIER[rep.tier], context)}
    ${rep.tier === 'check' || rep.tier === 'watch' ? lower(language) : null}
    <p class="back"><a href="#contents">${texts.report.back}</a></p>
  </section>`;
}

export function tile(label: string, value: string, note: string | null = null): Markup {
  return html`<div>
    <dt>${label}</dt>
    <dd>${value}${note === null ? null : html`<small>${note}</small>`}</dd>
  </div>`;
}

/** The three shapes as one bar; the same in words beside it. */
export function shapeBar(rep: RepFigures, language: Language): Markup {
  const texts = detectionTexts(language);
  const parts = (['thin', 'capture', 'shave'] as const).filter((shape) => rep.shapes[shape] >= 0.005);
  if (parts.length === 0) return html`<span class="muted">–</span>`;
  const words = parts.map((shape) => `${texts.shape[shape]} ${shareText(rep.shapes[shape])}`).join(', ');
  return html`<span class="bar" role="img" aria-label="${words}"
    >${parts.map((shape) => html`<i class="${shape}" style="width:${(rep.shapes[shape] * 100).toFixed(1)}%"></i>`)}</span
  >`;
}

function shapes(rep: RepFigures, language: Language): Markup {
  const texts = detectionTexts(language);
  const parts = (['thin', 'capture', 'shave'] as const).filter((shape) => rep.shapes[shape] >= 0.005);
  if (parts.length === 0) return html``;
  return html`<h3>${texts.rep.shapes}</h3>
    <p>${shapeBar(rep, language)}</p>
    <ul class="plain">
      ${parts.map(
        (shape) =>
          html`<li>
            <b>${texts.shape[shape]} ${shareText(rep.shapes[shape])}</b> <span class="muted">${texts.shapeMeaning[shape]}</span>
          </li>`,
      )}
    </ul>`;
}

function checks(rep: RepFigures, language: Language): Markup {
  const texts = detectionTexts(language);
  if (rep.checks.length === 0) return html``;
  return html`<h3>${texts.rep.checks}</h3>
    <ul class="plain checks">
      ${rep.checks.map((check) => {
        const { title, result, sentence } = checkText(check, language);
        return html`<li>
          <span class="muted">${result}</span><span><b>${title}</b> ${sentence}</span>
        </li>`;
      })}
    </ul>`;
}

function lower(language: Language): Markup {
  const { title, ...ways } = detectionTexts(language).lower;
  return html`<h3>${title}</h3>
    <ul>
      ${Object.values(ways).map((way) => html`<li>${way}</li>`)}
    </ul>`;
}

export function customerTable(customers: readonly CustomerFigures[], most: number, context: SectionContext): Markup {
  const { language, ordersOf } = context;
  const texts = detectionTexts(language);
  if (customers.length === 0) return html``;
  const shown = customers.slice(0, most);
  const money = (value: number) => moneyText(value, language);
  return html`<h3>${texts.rep.customersTitle}</h3>
    ${ordersOf ? html`<p class="muted">${texts.customer.stripNote}</p>` : null}
    <div class="scroll">
      <table>
        <thead>
          <tr>
            <th scope="col">${texts.customer.name}</th>
            ${ordersOf ? html`<th scope="col">${texts.customer.strip}</th>` : null}
            <th scope="col" class="number">${texts.customer.seen}</th>
            <th scope="col" class="number">${texts.customer.expected}</th>
            <th scope="col">${texts.customer.lastOrder}</th>
          </tr>
        </thead>
        <tbody>
          ${shown.map(
            (customer) =>
              html`<tr>
                <th scope="row">
                  ${customer.name}${customer.code === null || customer.code === customer.name ? null : html` <span class="muted">${customer.code}</span>`}
                  ${customer.shape === null ? null : html`<br /><span class="tag">${texts.shape[customer.shape]}</span>`}
                  ${
                    customer.questions.length === 0 || customer.shape === null
                      ? null
                      : html`<details class="data">
                          <summary>${texts.customer.questions}</summary>
                          <ul class="ask">
                            ${customer.questions.map((question) => html`<li>${questionText(question, language)}</li>`)}
                          </ul>
                        </details>`
                  }
                </th>
                ${ordersOf ? html`<td>${orderStrip(customer, ordersOf(customer.id), context.asOf, language)}</td>` : null}
                <td class="number">${money(customer.amountSeen)}</td>
                <td class="number">${money(customer.amountExpected)}</td>
                <td>${customer.lastOrder}${silence(customer, language)}</td>
              </tr>`,
          )}
        </tbody>
      </table>
    </div>
    ${shown.length < customers.length ? html`<p class="muted">${fill(texts.rep.customersMore, { count: numberText(customers.length - shown.length) })}</p>` : null}`;
}

function silence(customer: CustomerFigures, language: Language): Markup | null {
  const texts = detectionTexts(language);
  if (!customer.isSilent || customer.silenceLimit === null) return null;
  const days = (count: number) => fill(texts.unit.days, { count: numberText(count) });
  return html`<br /><small
      >${texts.customer.silence} ${days(customer.silentDays)}<br />${texts.customer.silenceLimit} ${days(customer.silenceLimit)}</small
    >`;
}
