import { Type } from 'typebox';
import type { FastifyRequest } from 'fastify';
import type { Db } from '#platform/db.ts';
import { type Api, act, read } from '#platform/http.ts';
import { Problem } from '#shared/problem.ts';
import { ownersOfCustomer } from '#modules/customers/index.ts';
import { ordersOfCustomer, ordersOfCustomers } from '#modules/orders/index.ts';
import { requestRun } from './actions.ts';
import * as queries from './queries.ts';
import { customersInReport, renderHtml } from './report/html.ts';
import { type CustomerFigures, CustomerList, CustomerView, LeakRun, LeakRuns, LeakView, problems, RepView, StartRun } from './schema.ts';

const Id = Type.String({ format: 'uuid' });
const RunQuery = Type.Object({ run: Type.Optional(Id) });
/** Customers in the mailed file; beyond these the web has them all. */
const mailedCustomers = 3000;
const noReport = { run: null, window: null, warnings: [], company: null, thresholds: null, reps: [] } satisfies LeakView;

export function detectionRoutes(api: Api): void {
  api.get(
    '/api/leak/report',
    { config: { access: 'detection.see_company' }, schema: { querystring: RunQuery, response: { 200: LeakView } } },
    (request) => read(request, (db) => leakView(db, request, request.query.run)),
  );

  api.get('/api/leak/runs', { config: { access: 'detection.see_company' }, schema: { response: { 200: LeakRuns } } }, (request) =>
    read(request, async (db) => ({ runs: await queries.listRuns(db) })),
  );

  api.get(
    '/api/leak/runs/:id',
    { config: { access: 'detection.see_company' }, schema: { params: Type.Object({ id: Id }), response: { 200: LeakRun } } },
    (request) => read(request, (db) => theRun(db, request.params.id)),
  );

  api.post(
    '/api/leak/runs',
    { config: { access: 'detection.run' }, schema: { body: StartRun, response: { 202: LeakRun } } },
    async (request, reply) => {
      const run = await act(request, async (ctx) => theRun(ctx.tx, await requestRun(ctx, 'manual', request.body.asOf)));
      return reply.status(202).send(run);
    },
  );

  api.get(
    '/api/leak/reps/:id',
    {
      config: { access: 'detection.see_reps' },
      schema: { params: Type.Object({ id: Id }), querystring: RunQuery, response: { 200: RepView } },
    },
    (request) =>
      read(request, async (db) => {
        const run = await theRun(db, request.query.run);
        const rep = await queries.findRep(db, run.id, request.params.id);
        if (!rep) throw new Problem(problems.rep_not_found);
        return { run, rep, thresholds: (await queries.findCompany(db, run.id))?.thresholds ?? null };
      }),
  );

  api.get(
    '/api/leak/customers',
    {
      config: { access: 'detection.see_customers' },
      schema: {
        querystring: Type.Object({
          run: Type.Optional(Id),
          rep: Type.Optional(Id),
          shape: Type.Optional(Type.Union([Type.Literal('thin'), Type.Literal('capture'), Type.Literal('shave')])),
          silent: Type.Optional(Type.Boolean()),
          search: Type.Optional(Type.String({ maxLength: 100 })),
          sort: Type.Union([Type.Literal('evidence'), Type.Literal('missing'), Type.Literal('silence'), Type.Literal('name')], {
            default: 'missing',
          }),
          limit: Type.Integer({ default: 50, minimum: 1, maximum: 500 }),
          offset: Type.Integer({ default: 0, minimum: 0 }),
        }),
        response: { 200: CustomerList },
      },
    },
    (request) =>
      read(request, async (db) => {
        const { run: runId, ...asked } = request.query;
        const run = await queries.findRun(db, runId);
        if (!run) return { customers: [], total: 0 };
        // Shape and evidence are parts of a person's score; whoever may not see them cannot sort or filter by them either.
        const filter = seesReps(request)
          ? asked
          : { ...asked, shape: undefined, rep: undefined, sort: asked.sort === 'evidence' ? ('missing' as const) : asked.sort };
        const { customers, total } = await queries.listCustomers(db, run.id, filter);
        return { customers: customers.map((customer) => forReader(request, customer)), total };
      }),
  );

  api.get(
    '/api/leak/customers/:id',
    {
      config: { access: 'detection.see_customers' },
      schema: { params: Type.Object({ id: Id }), querystring: RunQuery, response: { 200: CustomerView } },
    },
    (request) =>
      read(request, async (db) => {
        const run = await theRun(db, request.query.run);
        const figures = await queries.findCustomer(db, run.id, request.params.id);
        if (!figures) throw new Problem(problems.customer_not_found);
        return {
          run,
          figures: forReader(request, figures),
          owners: await ownersOfCustomer(db, request.params.id),
          orders: await ordersOfCustomer(db, request.params.id, run.asOf),
        };
      }),
  );

  api.get(
    '/api/leak/report.html',
    {
      config: { access: 'detection.see_reps' },
      schema: {
        querystring: Type.Object({
          run: Type.Optional(Id),
          lang: Type.Union([Type.Literal('zh-CN'), Type.Literal('en')], { default: 'zh-CN' }),
        }),
      },
    },
    async (request, reply) => {
      const { lang } = request.query;
      const { pages, asOf, orders } = await read(request, async (db) => {
        const run = await theRun(db, request.query.run);
        const pages = await queries.findPages(db, run, mailedCustomers);
        return { pages, asOf: run.asOf, orders: await ordersOfCustomers(db, customersInReport(pages), run.asOf) };
      });
      const page = renderHtml({ ...pages, lang, ordersOf: (id) => orders.get(id) ?? [] });
      return reply
        .type('text/html; charset=utf-8')
        .header('content-disposition', `attachment; filename="shoudan-leak-check-${asOf}.html"`)
        .send(page);
    },
  );
}

async function leakView(db: Db, request: FastifyRequest, runId: string | undefined): Promise<LeakView> {
  const run = await queries.findRun(db, runId);
  if (!run) {
    if (runId !== undefined) throw new Problem(problems.run_not_found);
    return noReport;
  }
  const company = await queries.findCompany(db, run.id);
  return { ...noReport, ...company, run, reps: seesReps(request) ? await queries.listReps(db, run.id) : [] };
}

async function theRun(db: Db, runId: string | undefined): Promise<LeakRun> {
  const run = await queries.findRun(db, runId);
  if (!run) throw new Problem(problems.run_not_found);
  return run;
}

function seesReps(request: FastifyRequest): boolean {
  return request.actor.rights.includes('detection.see_reps');
}

function forReader(request: FastifyRequest, customer: CustomerFigures): CustomerFigures {
  return seesReps(request) ? customer : { ...customer, evidence: null, shape: null };
}
