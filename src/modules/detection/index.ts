/**
 * The leak check: which reps' customers buy less than they should, by more than chance and the market explain.
 *
 * Owns the tables `detection_run`, `company_finding`, `rep_finding`, `customer_finding`. Emits `detection.run_requested`,
 * `detection.run_finished`, `detection.run_failed`. Holds: one run at a time; findings are stored once and never changed;
 * the same orders, owners and date give the same findings to the byte.
 */
export { performRun, requestRun } from './actions.ts';
export { findPages, findRun } from './queries.ts';
export { languageOf } from './report/check-arguments.ts';
export { terminalReport } from './report/terminal.ts';
export { detectionCron, detectionJobs } from './events.ts';
export { detectionRoutes } from './routes.ts';
