import { existsSync } from 'node:fs';
import { join } from 'node:path';
import fastifyStatic from '@fastify/static';
import { Problem } from '#shared/problem.ts';
import type { Api } from './http.ts';
import { problemBody, requestProblems } from './problem-response.ts';

/** Serves the built web: files by name, and the start page for every other address that a person may open. */
export async function serveWeb(api: Api, webDir: string | null): Promise<void> {
  if (webDir !== null) await api.register(fastifyStatic, { root: webDir, serve: false, preCompressed: true });
  api.setNotFoundHandler((request, reply) => {
    const path = decodePath(request.url);
    const isPage = webDir !== null && (request.method === 'GET' || request.method === 'HEAD') && path !== null && !path.startsWith('/api/');
    if (!isPage) {
      const body = problemBody(new Problem(requestProblems.not_found), request.id);
      return reply.status(404).type('application/problem+json').send(JSON.stringify(body));
    }
    // Names below assets/ carry a hash of their content.
    if (path.startsWith('/assets/')) {
      return reply.sendFile(path.slice(1), { maxAge: '365d', immutable: true });
    }
    const isFile = /\.\w+$/.test(path) && !path.includes('..') && existsSync(join(webDir, path));
    return reply.header('cache-control', 'no-cache').sendFile(isFile ? path.slice(1) : 'index.html', { cacheControl: false });
  });
}

function decodePath(url: string): string | null {
  try {
    return decodeURIComponent(url.split('?', 1)[0] ?? '/');
  } catch {
    return null;
  }
}
