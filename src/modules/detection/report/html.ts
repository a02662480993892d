import { dayOfDate } from '#shared/days.ts';
import type { CustomerFigures, LeakView, RepFigures } from '../schema.ts';
import type { LeakPages } from '../view.ts';
import { detectionTexts, insufficientText, warningText } from './facts.ts';
import { type Language, fill, moneyText, numberText, shareText } from './format.ts';
import { headlineText } from './headline.ts';
import { type Markup, asMarkup, html, toText } from './markup.ts';
import type { StripOrder } from './order-strip.ts';
import { CUSTOMERS_PER_TIER, type SectionContext, customerTable, repSection, shapeBar, tile } from './rep-section.ts';
import { REPORT_STYLE } from './style.ts';
import { trendChart } from './trend-chart.ts';

/** Reps that get a section of their own: all to check and watch, then others in order, so that 500 reps still fit a mail. */
const MOST_SECTIONS = 60;
const CUSTOMERS_WITHOUT_REPS = 100;

export interface HtmlReport extends LeakPages {
  readonly lang: Language;
  /** File or company the figures are about. */
  readonly source?: string | undefined;
  /** Engine and parameters; default: those of the run. */
  readonly engine?: string | undefined;
  readonly parameters?: Readonly<Record<string, number>> | undefined;
  /** Orders of one customer by the id in the figures, asked for those in `customersInReport` only; without it no time lines. */
  readonly ordersOf?: ((customerId: string) => readonly StripOrder[]) | undefined;
}

/**
 * The whole leak check as one HTML file: no script, nothing loaded from anywhere, readable light, dark and printed.
 * The same figures give the same bytes.
 */
export function renderHtml(report: HtmlReport): string {
  const { view, lang: language } = report;
  const texts = detectionTexts(language);
  const asOf = view.window ? dayOfDate(view.window.to) : 0;
  const context: SectionContext = { language, asOf, ordersOf: report.ordersOf ?? null };
  const sections = sectionsOf(report);
  const source = report.source ?? texts.name;
  const engine = report.engine ?? view.run?.engine ?? '';
  const parameters = report.parameters ?? view.run?.parameters ?? {};
  const page = html`<!doctype html>
    <html lang="${language}">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'" />
        <meta name="referrer" content="no-referrer" />
        <title>${texts.report.title} – ${source}</title>
        <style>
          ${asMarkup(REPORT_STYLE)}
        </style>
      </head>
      <body>
        <main>
          <header>
            <h1>${texts.report.title}</h1>
            <p class="muted">
              ${source}${view.window ? html` · ${fill(texts.report.subtitle, { asOf: view.window.to, ...view.window })}` : null} ·
              ${texts.report.confidential}
            </p>
            <p class="lead">${headlineText(view, language)}</p>
          </header>
          ${
            view.warnings.length > 0
              ? html`<section>
                  <h2>${texts.company.warnings}</h2>
                  ${view.warnings.map((warning) => html`<p class="notice">${warningText(warning, language)}</p>`)}
                </section>`
              : null
          }
          ${companySection(view, language)}
          ${view.reps.length > 0 ? repTable(view.reps, new Set(sections.map(({ index }) => index)), language) : null}
          ${limits(view, parameters, language)}
          ${sections.map(({ rep, index, customers }) => (rep === null ? html`<section>${customerTable(customers, CUSTOMERS_WITHOUT_REPS, context)}</section>` : repSection(rep, index, customers, context)))}
          <section>
            <p class="muted">${fill(texts.report.madeBy, { engine })}</p>
            <details class="data">
              <summary>${texts.report.parameters}</summary>
              <table>
                <tbody>
                  ${Object.entries(parameters).map(
                    ([name, value]) =>
                      html`<tr>
                        <th scope="row">${name}</th>
                        <td class="number">${value}</td>
                      </tr>`,
                  )}
                </tbody>
              </table>
            </details>
          </section>
        </main>
      </body>
    </html> `;
  return toText(page);
}

/** Ids of the customers that the report shows with their orders: what a caller has to load. */
export function customersInReport(pages: LeakPages): string[] {
  return sectionsOf(pages).flatMap(({ rep, customers }) =>
    customers.slice(0, rep === null ? CUSTOMERS_WITHOUT_REPS : CUSTOMERS_PER_TIER[rep.tier]).map((customer) => customer.id),
  );
}

interface Section {
  /** `null`: nobody is assigned, and the customers stand alone. */
  readonly rep: RepFigures | null;
  readonly index: number;
  readonly customers: readonly CustomerFigures[];
}

function sectionsOf({ view, customers }: LeakPages): Section[] {
  if (view.reps.length === 0) return customers.length === 0 ? [] : [{ rep: null, index: 0, customers: inCallingOrder(customers) }];
  const byRep = Map.groupBy(customers, (customer) => customer.repId);
  return view.reps
    .map((rep, index) => ({ rep, index, customers: inCallingOrder(byRep.get(rep.id) ?? []) }))
    .filter(({ rep, index }) => rep.tier === 'check' || rep.tier === 'watch' || index < MOST_SECTIONS);
}

/** Those that stand out first, most missing money first. */
function inCallingOrder(customers: readonly CustomerFigures[]): CustomerFigures[] {
  const missing = (customer: CustomerFigures) => customer.amountExpected - customer.amountSeen;
  const standsOut = (customer: CustomerFigures) => (customer.shape !== null || customer.isSilent ? 1 : 0);
  return customers.toSorted((a, b) => standsOut(b) - standsOut(a) || (b.evidence ?? 0) - (a.evidence ?? 0) || missing(b) - missing(a));
}

function companySection(view: LeakView, language: Language): Markup | null {
  const texts = detectionTexts(language);
  const { company } = view;
  if (!company) return null;
  const money = (value: number) => moneyText(value, language);
  const between = ({ low, high }: { low: number; high: number }) => `${texts.rep.interval} ${money(low)} – ${money(high)}`;
  return html`<section>
    <h2>${texts.company.title}</h2>
    <dl class="tiles">
      ${tile(texts.company.seen, money(company.amountSeen))}
      ${tile(texts.company.expected, money(company.amountExpected.mid), between(company.amountExpected))}
      ${tile(texts.company.missing, money(company.missing.mid), `${between(company.missing)} · ${texts.company.missingNote}`)}
      ${tile(texts.company.customers, numberText(company.customers))} ${tile(texts.company.reps, numberText(company.reps))}
      ${tile(texts.company.orders, numberText(company.orders), `${company.firstOrder} – ${company.lastOrder}`)}
    </dl>
    <h3>${texts.company.trend}</h3>
    ${trendChart(company.trend, null, language, 'c')}
  </section>`;
}

function repTable(reps: readonly RepFigures[], linked: ReadonlySet<number>, language: Language): Markup {
  const texts = detectionTexts(language);
  const money = (value: number) => moneyText(value, language);
  const scale = reps.reduce((most, rep) => Math.max(most, rep.amountExpected.high, rep.amountSeen), 1);
  const column = (label: string, kind: string | null = null) =>
    html`<th scope="col" ${kind === null ? null : html` class="${kind}"`}>${label}</th>`;
  const row = (rep: RepFigures, index: number) =>
    html`<tr>
      <td class="number">${rep.rank ?? '–'}</td>
      <th scope="row">
        ${linked.has(index) ? html`<a href="#rep-${index}">${rep.name}</a>` : rep.name}${rep.region === null ? null : html` <span class="muted">${rep.region}</span>`}
      </th>
      <td><span class="tag ${rep.tier}">${texts.tier[rep.tier]}</span></td>
      ${
        rep.tier === 'insufficient'
          ? html`<td colspan="7" class="muted">${insufficientText(rep.insufficient, language)}</td>`
          : html`<td class="number">${money(rep.amountSeen)}</td>
              <td class="number">${money(rep.amountExpected.mid)}</td>
              <td>${rangeBar(rep, scale, language)}</td>
              <td class="number">${money(rep.missing.mid)}</td>
              <td>${rep.since ?? '–'}</td>
              <td>${shapeBar(rep, language)}</td>
              <td class="number">${shareText(rep.share)}</td>`
      }
    </tr>`;
  return html`<section id="contents">
    <h2>${texts.rep.title} <small class="muted">${texts.rep.order} · ${texts.report.noConclusion}</small></h2>
    <div class="scroll">
      <table>
        <thead>
          <tr>
            ${column(texts.rep.rank, 'number')}${column(texts.rep.name)}${column(texts.rep.tier)}
            ${column(texts.rep.seen, 'number')}${column(texts.rep.expected, 'number')}${column(texts.rep.interval)}${column(texts.rep.missing, 'number')}
            ${column(texts.rep.since)}${column(texts.rep.shapes)}${column(texts.rep.share, 'number')}
          </tr>
        </thead>
        <tbody>
          ${reps.map(row)}
        </tbody>
      </table>
    </div>
  </section>`;
}

/** Expected interval as a grey bar, its middle as a tick, what was seen as a dot; one scale for all reps. */
function rangeBar(rep: RepFigures, scale: number, language: Language): Markup {
  const x = (amount: number) => (4 + (Math.max(0, amount) / scale) * 142).toFixed(1);
  const { low, mid, high } = rep.amountExpected;
  const label = `${moneyText(low, language)} – ${moneyText(high, language)}`;
  return html`<svg class="range" role="img" viewBox="0 0 150 16" aria-label="${label}">
    <path d="M4 8H146" stroke="var(--line)" />
    <path d="M${x(low)} 8H${x(high)}" stroke="var(--band)" stroke-width="8" />
    <path d="M${x(mid)} 3V13" stroke="var(--muted)" stroke-width="1.5" />
    <circle cx="${x(rep.amountSeen)}" cy="8" r="3.5" fill="var(--accent)" />
  </svg>`;
}

function limits(view: LeakView, parameters: Readonly<Record<string, number>>, language: Language): Markup {
  const { limits: texts } = detectionTexts(language);
  const budget = parameters['falseAlarmsPer100'];
  const sentences = [
    texts.says,
    texts.saysNot,
    texts.choice,
    texts.neutral,
    ...(budget !== undefined && view.thresholds ? [fill(texts.budget, { budget: numberText(budget, 1) })] : []),
    texts.miss,
  ];
  return html`<section>
    <h2>${texts.title}</h2>
    <ul class="plain">
      ${sentences.map((sentence) => html`<li>${sentence}</li>`)}
    </ul>
  </section>`;
}
