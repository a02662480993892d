import { promisify } from 'node:util';
import { brotliCompress, constants, gzip } from 'node:zlib';
import react from '@vitejs/plugin-react';
import { defineConfig, type Plugin } from 'vite';

const toBrotli = promisify(brotliCompress);
const toGzip = promisify(gzip);

/** Writes `.br` and `.gz` beside each text asset, so that the server never compresses while somebody waits. */
function precompress(): Plugin {
  return {
    name: 'precompress',
    apply: 'build',
    async generateBundle(_options, bundle) {
      const texts = Object.values(bundle).filter((file) => /\.(js|css|svg|html)$/.test(file.fileName));
      await Promise.all(
        texts.map(async (file) => {
          const content = Buffer.from(file.type === 'chunk' ? file.code : file.source);
          if (content.length < 1024) return;
          const params = { [constants.BROTLI_PARAM_QUALITY]: 9, [constants.BROTLI_PARAM_SIZE_HINT]: content.length };
          this.emitFile({ type: 'asset', fileName: `${file.fileName}.br`, source: await toBrotli(content, { params }) });
          this.emitFile({ type: 'asset', fileName: `${file.fileName}.gz`, source: await toGzip(content, { level: 9 }) });
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
