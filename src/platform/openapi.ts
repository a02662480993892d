import swagger from '@fastify/swagger';
import swaggerUi from '@fastify/swagger-ui';
import { readFileSync } from 'node:fs';
import type { Api } from './http.ts';

const { version } = JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8')) as { version: string };

export const docsPath = '/api/docs';

/** The API's description, made from the routes' own schemas, and a page to read it. */
export async function describeApi(api: Api): Promise<void> {
  await api.register(swagger, {
    openapi: {
      openapi: '3.1.0',
      info: {
        title: '守单 Shoudan API',
        version,
        description: 'Errors are RFC 9457 problems with a code and a text in Chinese and English. Money is in whole minor units (分).',
      },
      components: {
        securitySchemes: { session: { type: 'apiKey', in: 'cookie', name: 'shoudan.session_token' } },
      },
    },
    transform: ({ schema, url, route }) => {
      const access = route.config?.access;
      return {
        url,
        schema: {
          ...schema,
          ...(url.startsWith(docsPath) ? { hide: true } : {}),
          ...(access && access !== 'public' ? { security: [{ session: [] }], description: `Access: ${access}` } : {}),
        },
      };
    },
  });
  api.get('/api/openapi.json', { config: { access: 'public' }, schema: { hide: true } }, async () => api.swagger());
  await api.register(swaggerUi, { routePrefix: docsPath, staticCSP: true });
}
