import { collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';
import { Problem } from '#shared/problem.ts';
import type { Api } from './http.ts';
import { requestProblems } from './problem-response.ts';

/** `/healthz`: the process lives · `/readyz`: it can work, the database answers · `/metrics`: for Prometheus. */
export function addHealth(api: Api): void {
  const { db, metricsToken } = api.services;
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  const duration = new Histogram({
    name: 'http_request_duration_seconds',
    help: 'Time to answer, by route',
    labelNames: ['method', 'route', 'status'],
    buckets: [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10],
    registers: [registry],
  });
  new Gauge({
    name: 'database_connections',
    help: "The application role's connections",
    labelNames: ['state'],
    registers: [registry],
    collect() {
      for (const [state, count] of Object.entries(db.stats())) this.set({ state }, count);
    },
  });
  api.addHook('onResponse', (request, reply, done) => {
    // The route's pattern, never the address that was asked for: that may hold ids or search words.
    const route = request.routeOptions.url ?? 'none';
    duration.observe({ method: request.method, route, status: reply.statusCode }, reply.elapsedTime / 1000);
    request.log.debug({ method: request.method, route, status: reply.statusCode, ms: Math.round(reply.elapsedTime) }, 'request');
    done();
  });

  const open = { config: { access: 'public' as const }, schema: { hide: true } };
  api.get('/healthz', open, async () => ({ status: 'ok' }));
  api.get('/readyz', open, async (_request, reply) => {
    try {
      await db.ping();
      return { status: 'ok' };
    } catch {
      return reply.status(503).send({ status: 'database unreachable' });
    }
  });
  api.get('/metrics', open, async (request, reply) => {
    const isLocal = ['127.0.0.1', '::1'].includes(request.ip) && request.headers['x-forwarded-for'] === undefined;
    const isAllowed = metricsToken ? request.headers.authorization === `Bearer ${metricsToken}` : isLocal;
    if (!isAllowed) throw new Problem(requestProblems.forbidden, { right: 'metrics' });
    return reply.type(registry.contentType).send(await registry.metrics());
  });
}
