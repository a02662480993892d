/**
 * Order histories: files that were uploaded, what became of their rows, and the orders themselves.
 *
 * Owns the tables `import` and `order_line`. Emits `orders.file_uploaded`, `orders.import_started`, `orders.imported`,
 * `orders.import_failed`, `orders.import_cancelled`. Holds: a row is stored once however often it is imported; an import
 * is whole or not at all; no row is dropped without being listed with its reason.
 */
export { ordersJobs } from './events.ts';
export { ordersOfCustomer, ordersOfCustomers } from './queries.ts';
export { ordersRoutes } from './routes.ts';
