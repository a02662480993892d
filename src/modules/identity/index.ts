/**
 * People, their roles and rights, accounts and sessions.
 *
 * Owns the tables `person`, `setting` (the set-up link) and, through `platform/auth.ts`, the schema `auth`.
 * Emits `identity.setup_opened`, `identity.account_created`, `identity.account_changed`, `identity.signed_in`,
 * `identity.sign_in_refused`. Holds: at least one administrator can always sign in; a suspended person has no session.
 */
export { issueSetupToken } from './actions.ts';
export { ensureReps, hasAnyAccountHolder, readSetting } from './queries.ts';
export { identityRoutes } from './routes.ts';
export { rightsOf } from './rules.ts';
export type { Role } from './schema.ts';
