import { existsSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { type App, filesDirOf, openApp } from '#app.ts';
import { cron, jobs, routes } from '#modules.ts';
import { type Config, parsePort, readConfig } from '#platform/config.ts';
import { type Api, createServer } from '#platform/http.ts';
import { startWorker } from '#platform/jobs.ts';
import { createLog } from '#platform/log.ts';
import { addressProblem, checkAddress, Lifecycle } from '#platform/start-lifecycle.ts';
import { both, sayOnTerminal, StartProblem, text } from '#platform/start-problem.ts';
import { DEMO_PASSWORD, DEMO_SIGN_INS } from '../../seeds/demo.ts';
import { parseArguments } from './arguments.ts';
import { type Beginning, begin } from './beginning.ts';
import { demoRoutes } from './demo-routes.ts';

const webDir = join(import.meta.dirname, '..', '..', 'dist', 'web');
const loopback = '127.0.0.1';

/** `start [--empty] [--port N]`: database, migrations, first data, jobs, and the server; runs until it is stopped. */
export async function start(args: readonly string[]): Promise<undefined> {
  const options = parseArguments(args, { empty: { type: 'boolean', default: false }, port: { type: 'string' } });
  const lifecycle = new Lifecycle();
  lifecycle.handleSignals();
  try {
    const configured = readConfig();
    const config = options.port === undefined ? configured : { ...configured, port: parsePort('--port', options.port) };
    if (!existsSync(join(webDir, 'index.html'))) throw new StartProblem('web_missing');
    if (config.port !== 0) await checkAddress(config.host, config.port);

    const app = await openApp(config, lifecycle, sayOnTerminal);
    const beginning = await begin(app, options.empty, sayOnTerminal);
    const host = beginning.kind === 'demo' ? loopback : config.host;
    const log = createLog(config.logLevel);
    if (config.worker === 'in-process') {
      const runner = await startWorker(app.workerUrl, jobs({ db: app.db, filesDir: filesDirOf(config) }), cron, log);
      lifecycle.onEnd(() => runner.stop());
    }
    const isDemo = beginning.kind === 'demo';
    const services = {
      db: app.db,
      signIn: app.signIn,
      filesDir: filesDirOf(config),
      demo: isDemo,
      maxUploadBytes: config.maxUploadBytes,
      metricsToken: config.metricsToken,
      trustProxy: config.trustProxy,
    };
    const api = await createServer(services, [...routes, demoRoutes(isDemo)], log, webDir);
    const port = await listen(api, host, config.port, lifecycle);
    // Since the process began, loading included.
    const seconds = (performance.now() / 1000).toFixed(1);
    process.stdout.write(banner({ config, app, beginning, port, seconds }));
  } catch (error) {
    await lifecycle.fail(error);
  }
}

async function listen(api: Api, host: string, port: number, lifecycle: Lifecycle): Promise<number> {
  lifecycle.onEnd(() => api.close());
  try {
    await api.listen({ host, port });
  } catch (error) {
    throw addressProblem(error, host, port);
  }
  return (api.server.address() as AddressInfo).port;
}

/** What the person who started it needs to know now, and nothing else. */
function banner(facts: { config: Config; app: App; beginning: Beginning; port: number; seconds: string }): string {
  const { config, app, beginning, port } = facts;
  const address = config.publicUrl ?? `http://localhost:${port}`;
  const label = (key: Parameters<typeof text>[1]): string => `${text('zh-CN', key)} ${text('en', key)}`;
  const lines = ['', both('banner.ready', { seconds: facts.seconds }), '', `  ${label('banner.address')}  ${address}`];
  if (beginning.kind === 'demo') {
    lines.push('', `  ${label('banner.sign_ins')}`);
    for (const { name, role, personName } of DEMO_SIGN_INS) {
      lines.push(
        `    ${name.padEnd(10)} ${DEMO_PASSWORD}   ${text('zh-CN', `role.${role}`)} ${text('en', `role.${role}`)} · ${personName}`,
      );
    }
    lines.push('', indent(both('banner.demo')));
    if (config.host !== loopback) lines.push(indent(both('banner.demo_host', { host: config.host })));
  }
  if (beginning.kind === 'setup') {
    lines.push('', indent(both('banner.setup', { hours: 24 })), `    ${address}/setup?token=${beginning.token}`);
  }
  if (beginning.kind !== 'demo' && config.host === loopback && config.publicUrl === undefined)
    lines.push('', indent(both('banner.local_only')));
  lines.push('', `  ${label('banner.data')}  ${config.dataDir}`);
  if (!app.place.startsWith(config.dataDir)) lines.push(`  ${label('banner.database')}  ${app.place}`);
  lines.push('', indent(both('banner.stop')), '');
  return `${lines.join('\n')}\n`;
}

function indent(block: string): string {
  return block.replace(/^/gm, '  ');
}
