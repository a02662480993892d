import type { Database } from '#platform/db.ts';
import type { JobTable } from '#platform/jobs.ts';
import { importTask } from './actions.ts';
import { performImport } from './perform-import.ts';

/** Emits `orders.file_uploaded`, `orders.import_started`, `orders.imported`, `orders.import_failed`, `orders.import_cancelled`. */
export function ordersJobs(services: { db: Database; filesDir: string }): JobTable {
  return { [importTask]: (payload, signal) => performImport(services, String(payload['importId']), signal) };
}
