import { sql } from 'kysely';
import { v7 as uuidv7 } from 'uuid';
import type { Context } from './db.ts';

/** Subscribers per event type: the names of the jobs that each event of that type starts. Filled once, at boot. */
const subscribers = new Map<string, string[]>();

/** Starts the job `task` (with `{eventId}`) for every event of this type, in the event's own transaction. */
export function subscribe(type: string, task: string): void {
  subscribers.set(type, [...(subscribers.get(type) ?? []), task]);
}

export interface Subject {
  readonly type: string;
  readonly id: string | null;
}

/**
 * Records what happened: one row, and one job per subscriber, both committed or rolled back with the change itself.
 * No personal content in `payload`: ids, counts, codes.
 */
export async function record(ctx: Context, type: string, subject: Subject, payload: Record<string, unknown> = {}): Promise<void> {
  const id = uuidv7();
  await ctx.tx
    .insertInto('event')
    .values({
      id,
      type,
      subjectType: subject.type,
      subjectId: subject.id,
      actorId: ctx.actor.personId,
      actorRole: ctx.actor.role,
      payload: JSON.stringify(payload),
      occurredAt: ctx.now,
    })
    .execute();
  for (const task of subscribers.get(type) ?? []) await enqueue(ctx, task, { eventId: id, subjectId: subject.id });
}

/** Adds a job that exists only if this transaction commits. A `key` keeps one waiting job of that name. */
export async function enqueue(ctx: Context, task: string, payload: Record<string, unknown>, key?: string): Promise<void> {
  await sql`select graphile_worker.enqueue(${task}, ${JSON.stringify(payload)}::json, ${key ?? null})`.execute(ctx.tx);
}
