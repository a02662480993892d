/** Who acts. Made by the platform from a session, never from a request's content. */
export interface Actor {
  /** The person; null for the system itself and for somebody who has not signed in. */
  readonly personId: string | null;
  readonly role: string;
  /** The rights that the database's row policies see, e.g. `orders.import`. */
  readonly rights: readonly string[];
}

/** The program acting on its own: nightly jobs, imports under way, commands typed at the server. */
export const systemActor: Actor = { personId: null, role: 'system', rights: ['system'] };

/** Somebody who has not signed in. */
export const nobody: Actor = { personId: null, role: 'nobody', rights: [] };
