import { rm, stat } from 'node:fs/promises';
import { Type } from 'typebox';
import { type Api, act, read } from '#platform/http.ts';
import { Problem } from '#shared/problem.ts';
import * as actions from './actions.ts';
import * as queries from './queries.ts';
import { Import, ImportDetail, ImportKind, problems, StartImport } from './schema.ts';

const OneImport = Type.Object({ id: Type.String({ format: 'uuid' }) });
const access = 'orders.import';

export function ordersRoutes(api: Api): void {
  const { filesDir, maxUploadBytes } = api.services;

  async function detail(request: Parameters<typeof read>[0], id: string): Promise<ImportDetail> {
    const found = await read(request, (db) => queries.findImportDetail(db, id));
    if (!found) throw new Problem(problems.import_not_found);
    return found;
  }

  api.post(
    '/api/imports',
    { config: { access }, schema: { querystring: Type.Object({ kind: ImportKind }), response: { 201: ImportDetail } } },
    async (request, reply) => {
      const part = await request.file().catch(() => undefined);
      if (!part) throw new Problem(problems.file_missing);
      const file = await actions.receiveFile(filesDir, part.file);
      if (part.file.truncated) {
        await rm(file.path, { force: true });
        throw new Problem(problems.file_too_large, { limit: `${Math.floor(maxUploadBytes / 1024 ** 2)} MB` });
      }
      const id = await act(request, (ctx) => actions.enterImport(ctx, request.query.kind, part.filename, file));
      return reply.status(201).send(await detail(request, id));
    },
  );

  api.get(
    '/api/imports',
    { config: { access }, schema: { response: { 200: Type.Object({ imports: Type.Array(Import) }) } } },
    async (request) => ({ imports: await read(request, (db) => queries.listImports(db)) }),
  );

  api.get('/api/imports/:id', { config: { access }, schema: { params: OneImport, response: { 200: ImportDetail } } }, (request) =>
    detail(request, request.params.id),
  );

  api.post(
    '/api/imports/:id/start',
    { config: { access }, schema: { params: OneImport, body: StartImport, response: { 202: Import } } },
    async (request, reply) => {
      await act(request, (ctx) => actions.startImport(ctx, request.params.id, request.body));
      return reply.status(202).send((await detail(request, request.params.id)).import);
    },
  );

  api.post('/api/imports/:id/cancel', { config: { access }, schema: { params: OneImport, response: { 200: Import } } }, async (request) => {
    await act(request, (ctx) => actions.cancelImport(ctx, request.params.id));
    return (await detail(request, request.params.id)).import;
  });

  api.get('/api/imports/:id/errors.csv', { config: { access }, schema: { params: OneImport } }, async (request, reply) => {
    const { id } = (await detail(request, request.params.id)).import;
    const found = await stat(actions.errorFileOf(filesDir, id)).catch(() => null);
    if (!found) throw new Problem(problems.no_bad_rows);
    return reply
      .type('text/csv; charset=utf-8')
      .header('content-disposition', `attachment; filename="shoudan-import-rows-to-correct-${id.slice(0, 8)}.csv"`)
      .header('content-length', found.size)
      .send(actions.openErrorFile(filesDir, id));
  });
}
