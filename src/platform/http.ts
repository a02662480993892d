import { randomUUID } from 'node:crypto';
import compress from '@fastify/compress';
import cookie from '@fastify/cookie';
import helmet from '@fastify/helmet';
import multipart from '@fastify/multipart';
import rateLimit from '@fastify/rate-limit';
import type { TypeBoxTypeProvider } from '@fastify/type-provider-typebox';
import fastify, { type FastifyBaseLogger, type FastifyRequest, LogController } from 'fastify';
import type { Actor } from '#shared/actor.ts';
import { nobody } from '#shared/actor.ts';
import { Problem } from '#shared/problem.ts';
import type { SignIn } from './auth.ts';
import type { Context, Database, Db } from './db.ts';
import { record } from './events.ts';
import { describeApi, docsPath } from './openapi.ts';
import { problemBody, requestProblems, toProblem } from './problem-response.ts';
import { closedValidator } from './validation.ts';
import { serveWeb } from './web-files.ts';
import { addHealth } from './health.ts';

/** Who may call a route: everybody, whoever is signed in, or those with a right. */
export type Access = 'public' | 'signed_in' | `${string}.${string}`;

/** What every request can reach. */
export interface Services {
  readonly db: Database;
  readonly signIn: SignIn;
  /** Where uploads are kept. */
  readonly filesDir: string;
  readonly demo: boolean;
  readonly maxUploadBytes: number;
  /** Bearer token for `/metrics`; null: only from this machine. */
  readonly metricsToken: string | null;
  /** Believe X-Forwarded-* of a reverse proxy. */
  readonly trustProxy: boolean;
}

declare module 'fastify' {
  interface FastifyInstance {
    services: Services;
  }
  interface FastifyRequest {
    actor: Actor;
  }
  interface FastifyContextConfig {
    access?: Access;
  }
}

function newServer(log: FastifyBaseLogger, trustProxy: boolean) {
  return fastify({
    trustProxy,
    loggerInstance: log,
    genReqId: () => randomUUID(),
    logController: new LogController({ disableRequestLogging: true }),
    bodyLimit: 1024 * 1024,
    routerOptions: { maxParamLength: 200 },
    return503OnClosing: true,
    forceCloseConnections: 'idle',
  })
    .setValidatorCompiler(closedValidator)
    .withTypeProvider<TypeBoxTypeProvider>();
}
export type Api = ReturnType<typeof newServer>;

/** A module's routes: HTTP mapping and nothing else. */
export type Routes = (api: Api) => void;

/**
 * Builds the server. A route that does not declare its access stops the boot: being reachable is never an accident.
 *
 * @param webDir the built web; null serves the API alone (tests)
 */
export async function createServer(
  services: Services,
  modules: readonly Routes[],
  log: FastifyBaseLogger,
  webDir: string | null,
): Promise<Api> {
  const api = newServer(log, services.trustProxy);
  api.decorate('services', services);
  api.decorateRequest('actor');

  // Before any route, so that no route escapes it.
  api.addHook('onRoute', (route) => {
    // The page that shows the API's description is a library's; it shows what is public anyway.
    if (route.url === docsPath || route.url.startsWith(`${docsPath}/`)) route.config = { ...route.config, access: 'public' };
    if (!route.config?.access) throw new Error(`${String(route.method)} ${route.url} declares no access right`);
  });
  addErrorAnswers(api);
  await api.register(cookie);
  // Answers of the API; the web's files are compressed when they are built.
  await api.register(compress, { threshold: 2048, encodings: ['br', 'gzip'] });
  await api.register(helmet, {
    contentSecurityPolicy: {
      directives: {
        defaultSrc: ["'self'"],
        // Ant Design writes its styles at run time.
        styleSrc: ["'self'", "'unsafe-inline'"],
        imgSrc: ["'self'", 'data:', 'blob:'],
        frameAncestors: ["'none'"],
        upgradeInsecureRequests: null,
      },
    },
    strictTransportSecurity: false,
  });
  await api.register(rateLimit, {
    global: false,
    errorResponseBuilder: (_request, context) => new Problem(requestProblems.too_many, { seconds: Math.ceil(context.ttl / 1000) }),
  });
  await api.register(multipart, { limits: { fileSize: services.maxUploadBytes, files: 1, fields: 10 } });

  api.addHook('onRequest', async (request) => {
    request.actor = (await services.signIn.actorOf(request.headers)) ?? nobody;
    refuseForeignOrigin(request);
    await refuseWithoutRight(request);
  });
  await describeApi(api);
  addHealth(api);
  for (const addRoutes of modules) addRoutes(api);
  await serveWeb(api, webDir);
  return api;
}

/** Reads as the person who asks. */
export function read<T>(request: FastifyRequest, work: (db: Db) => Promise<T>): Promise<T> {
  return request.server.services.db.read(request.actor, work);
}

/** Writes as the person who asks, in one transaction; a refusal rolls it back and is recorded on its own. */
export async function act<T>(request: FastifyRequest, work: (ctx: Context) => Promise<T>): Promise<T> {
  try {
    return await request.server.services.db.act(request.actor, work);
  } catch (error) {
    if (error instanceof Problem && error.status === 403) await recordRefusal(request, error.code);
    throw error;
  }
}

async function refuseWithoutRight(request: FastifyRequest): Promise<void> {
  const access = request.routeOptions.config.access ?? 'public';
  if (access === 'public') return;
  if (request.actor === nobody) throw new Problem(requestProblems.not_signed_in);
  if (access === 'signed_in' || request.actor.rights.includes(access)) return;
  await recordRefusal(request, access);
  throw new Problem(requestProblems.forbidden, { right: access });
}

/** A refused attempt is evidence; it has a transaction of its own, since the attempt's was rolled back. */
async function recordRefusal(request: FastifyRequest, right: string): Promise<void> {
  const subject = { type: 'route', id: `${request.method} ${request.routeOptions.url ?? ''}` };
  await request.server.services.db.act(request.actor, (ctx) => record(ctx, 'access.refused', subject, { right }));
}

/** Another site's page must not act with this browser's cookie. `SameSite=Lax` already says so; this does not rely on it. */
function refuseForeignOrigin(request: FastifyRequest): void {
  if (request.method === 'GET' || request.method === 'HEAD') return;
  const { origin, host } = request.headers;
  if (origin !== undefined && URL.canParse(origin) && new URL(origin).host === host) return;
  if (origin === undefined && request.headers['sec-fetch-site'] === undefined) return; // no browser
  if (request.headers['sec-fetch-site'] === 'same-origin') return;
  throw new Problem(requestProblems.foreign_origin);
}

function addErrorAnswers(api: Api): void {
  api.setErrorHandler((error, request, reply) => {
    const problem = toProblem(error);
    if (problem === null) request.log.error({ err: error, route: request.routeOptions.url }, 'request failed');
    const body = problemBody(problem, request.id);
    return reply.status(body.status).type('application/problem+json').send(JSON.stringify(body));
  });
}
