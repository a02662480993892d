import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { StartProblem } from '../start-problem.ts';
import { type Cluster, startCluster, stopCluster } from './cluster.ts';

/** Two deaths within this many milliseconds are not chance: starting it a third time would only hide why. */
const restartWindow = 60_000;

/** Name under which each process of ours that uses the cluster can be counted. */
const watcherName = 'shoudan-watch';

/**
 * Holds one connection to the embedded server for as long as this process uses it. It tells other processes of ours that
 * the server is needed, and its end tells us at once that the server died, upon which it is started again: whoever is at
 * work loses one request instead of the afternoon, and the pools connect anew by themselves.
 */
export class Watch {
  private readonly cluster: Cluster;
  private readonly onLost: (problem: unknown) => void;
  private client: pg.Client | undefined;
  private lastDeath = Number.NEGATIVE_INFINITY;
  private stopping = false;

  constructor(cluster: Cluster, onLost: (problem: unknown) => void) {
    this.cluster = cluster;
    this.onLost = onLost;
  }

  async connect(url: string): Promise<void> {
    const client = new pg.Client({ connectionString: url, application_name: watcherName, keepAlive: true });
    client.on('error', () => {});
    await client.connect();
    client.once('end', () => void this.lost());
    this.client = client;
  }

  /** Stops the server, unless another process of ours still uses it. */
  async stop(): Promise<'stopped' | 'left'> {
    this.stopping = true;
    const others = await this.countOthers();
    await this.client?.end().catch(() => {});
    if (others > 0) return 'left';
    await stopCluster(this.cluster);
    return 'stopped';
  }

  private async countOthers(): Promise<number> {
    try {
      const result = await this.client?.query<{ others: number }>(
        'select count(*)::int as others from pg_stat_activity where application_name = $1 and pid <> pg_backend_pid()',
        [watcherName],
      );
      return result?.rows[0]?.others ?? 0;
    } catch {
      return 0;
    }
  }

  private async lost(): Promise<void> {
    if (this.stopping) return;
    const { say, home } = this.cluster;
    try {
      const again = performance.now() - this.lastDeath < restartWindow;
      this.lastDeath = performance.now();
      if (again) throw new StartProblem('database_lost', { log: home.logDir });
      say('step.database_died');
      const { url } = await this.reconnect();
      if (this.stopping) return;
      await this.connect(url);
      say('step.database_restarted');
    } catch (error) {
      if (!this.stopping) this.onLost(error);
    }
  }

  /** A server that was stopped on purpose, or is recovering by itself, may need a second try. */
  private async reconnect(): Promise<{ url: string }> {
    try {
      return await startCluster(this.cluster);
    } catch (error) {
      if (error instanceof StartProblem) throw error;
      await sleep(1000);
      return startCluster(this.cluster);
    }
  }
}
