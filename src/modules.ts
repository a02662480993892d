import type { Routes, Services } from '#platform/http.ts';
import type { Cron, JobTable } from '#platform/jobs.ts';
import { detectionCron, detectionJobs, detectionRoutes } from '#modules/detection/index.ts';
import { identityRoutes } from '#modules/identity/index.ts';
import { ordersJobs, ordersRoutes } from '#modules/orders/index.ts';

/** Every module, in one place: what the server answers, what the worker does, and when. */
export const routes: readonly Routes[] = [identityRoutes, ordersRoutes, detectionRoutes];

export function jobs(services: Pick<Services, 'db' | 'filesDir'>): JobTable {
  return { ...ordersJobs(services), ...detectionJobs(services.db) };
}

export const cron: readonly Cron[] = [...detectionCron];
