import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { brotliCompress, constants, gzip } from 'node:zlib';
import react from '@vitejs/plugin-react';
import { defineConfig, type Plugin } from 'vite';

const toBrotli = promisify(brotliCompress);
const toGzip = promisify(gzip);

/**
 * Writes `.br` and `.gz` beside each text asset, so that the server never compresses while somebody waits. From what was
 * written: Vite still changes the chunks after its plugins have seen the bundle.
 */
function precompress(): Plugin {
  return {
    name: 'precompress',
    apply: 'build',
    async writeBundle({ dir = '' }, bundle) {
      const names = Object.keys(bundle).filter((name) => /\.(js|css|svg|html)$/.test(name));
      await Promise.all(
        names.map(async (name) => {
          const path = join(dir, name);
          const content = await readFile(path);
          if (content.length < 1024) return;
          const params = { [constants.BROTLI_PARAM_QUALITY]: 9, [constants.BROTLI_PARAM_SIZE_HINT]: content.length };
          await writeFile(`${path}.br`, await toBrotli(content, { params }));
          await writeFile(`${path}.gz`, await toGzip(content, { level: 9 }));
        }),
      );
    },
  };
}

const api = { target: process.env['API_URL'] ?? 'http://127.0.0.1:5180', changeOrigin: false };

export default defineConfig(({ command }) => {
  // Inherited from tests, NODE_ENV=test would build pages for tests, with the libraries' test doubles in them.
  if (command === 'build') process.env['NODE_ENV'] = 'production';
  return {
    plugins: [react(), precompress()],
    build: {
      outDir: 'dist/web',
      emptyOutDir: true,
      target: 'es2022',
      // Inlined assets would need `data:` in the content security policy for scripts and fonts.
      assetsInlineLimit: 0,
      chunkSizeWarningLimit: 700,
      rolldownOptions: {
        output: {
          // Charts change with the library, not with our pages: they stay cached over releases.
          codeSplitting: {
            groups: [
              { name: 'charts', test: /node_modules\/(echarts|zrender)\// },
              { name: 'react', test: /node_modules\/(react|react-dom|scheduler|@tanstack|i18next|react-i18next)\// },
            ],
          },
        },
      },
    },
    server: { proxy: { '/api': api, '/healthz': api, '/readyz': api } },
  };
});
