import type { Secrets } from '../start-files.ts';
import type { Say } from '../start-problem.ts';
import { findBinaries } from './binaries.ts';
import { type Cluster, ensureCluster, names, portOf, startCluster, urlOf } from './cluster.ts';
import { openHome } from './home.ts';
import { Watch } from './watch.ts';

export interface EmbeddedDatabase {
  /** Owner of the database `shoudan`; may create roles, is no superuser. */
  readonly ownerUrl: string;
  /** Folder in which the database lies. */
  readonly place: string;
  stop(): Promise<'stopped' | 'left'>;
}

/**
 * Opens the PostgreSQL of a data directory: made the first time (about a second), started (0.1 s), or joined where it runs
 * already because another process of ours uses it or was killed.
 *
 * @param onLost called when the server died and could not be brought back
 * @throws StartProblem any of those of `findBinaries`, `openHome`, `ensureCluster` and `startCluster`
 */
export async function openEmbeddedDatabase(
  dataDir: string,
  secrets: Secrets,
  say: Say,
  onLost: (problem: unknown) => void,
): Promise<EmbeddedDatabase> {
  const home = await openHome(dataDir, say);
  const binaries = await findBinaries(home.dir, home.as);
  const cluster: Cluster = { home, binaries, secrets, say };
  await ensureCluster(cluster);
  const { url, joined } = await startCluster(cluster);
  if (joined) say('step.database_joined');
  const watch = new Watch(cluster, onLost);
  await watch.connect(url);
  return {
    ownerUrl: urlOf(home, portOf(home), names.owner, secrets.ownerPassword, names.database),
    place: home.dir,
    stop: () => watch.stop(),
  };
}
