import { Type } from 'typebox';
import type { FastifyRequest } from 'fastify';
import { type Api, act, read } from '#platform/http.ts';
import { systemActor } from '#shared/actor.ts';
import { Problem } from '#shared/problem.ts';
import * as actions from './actions.ts';
import * as queries from './queries.ts';
import { rightsOf } from './rules.ts';
import { ChangeAccount, Me, NewAccount, People, Person, problems, type Role, Setup, SignIn } from './schema.ts';

/** Ten tries a minute from one address, besides the lock-out per name. */
const doorRate = { rateLimit: { max: 10, timeWindow: '1 minute' } };
const PersonId = Type.Object({ id: Type.String({ format: 'uuid' }) });

export function identityRoutes(api: Api): void {
  const { db, signIn, demo } = api.services;

  async function me(personId: string): Promise<Me> {
    const person = await db.read(systemActor, (handle) => queries.findPerson(handle, personId));
    const role = person?.role as Role;
    return { personId, name: person?.name ?? '', role, rights: [...rightsOf(role)], demo };
  }

  async function openSession(request: FastifyRequest, name: string, password: string): Promise<{ personId: string; cookies: string[] }> {
    const result = await signIn.signIn(name, password, request.headers, new Date());
    const personId = result.kind === 'signed_in' ? result.personId : null;
    await db.act({ ...request.actor, personId }, (ctx) => actions.recordSignIn(ctx, personId, result.kind));
    if (result.kind === 'locked') {
      const minutes = Math.max(1, Math.ceil((result.until.getTime() - Date.now()) / 60_000));
      throw new Problem(problems.locked_out, { minutes });
    }
    if (result.kind === 'wrong') throw new Problem(problems.wrong_sign_in);
    return result;
  }

  api.post(
    '/api/session',
    { config: { access: 'public', ...doorRate }, schema: { body: SignIn, response: { 200: Me } } },
    async (request, reply) => {
      const { personId, cookies } = await openSession(request, request.body.name, request.body.password);
      return reply.header('set-cookie', cookies).send(await me(personId));
    },
  );

  api.delete('/api/session', { config: { access: 'signed_in' } }, async (request, reply) => {
    return reply
      .header('set-cookie', await signIn.signOut(request.headers))
      .status(204)
      .send();
  });

  api.get('/api/me', { config: { access: 'signed_in' }, schema: { response: { 200: Me } } }, (request) => me(request.actor.personId ?? ''));

  api.get(
    '/api/setup',
    {
      config: { access: 'public', ...doorRate },
      schema: {
        querystring: Type.Object({ token: Type.String({ maxLength: 100 }) }),
        response: { 200: Type.Object({ valid: Type.Boolean() }) },
      },
    },
    async (request) => ({
      valid: await db.read(systemActor, (handle) => actions.isSetupToken(handle, request.query.token, new Date())),
    }),
  );

  api.post(
    '/api/setup',
    { config: { access: 'public', ...doorRate }, schema: { body: Setup, response: { 200: Me } } },
    async (request, reply) => {
      const { body } = request;
      // Nobody has a right yet; the token is the right.
      const personId = await db.act(systemActor, (ctx) => actions.createFirstAdmin(ctx, body));
      await signIn.createAccount({ personId, ...body });
      const { cookies } = await openSession(request, body.signInName, body.password);
      return reply.header('set-cookie', cookies).send(await me(personId));
    },
  );

  api.get(
    '/api/people',
    {
      config: { access: 'identity.manage' },
      schema: {
        querystring: Type.Object({
          search: Type.String({ default: '', maxLength: 100 }),
          limit: Type.Integer({ default: 50, minimum: 1, maximum: 200 }),
          offset: Type.Integer({ default: 0, minimum: 0 }),
        }),
        response: { 200: People },
      },
    },
    async (request) => {
      const { search, limit, offset } = request.query;
      const found = await read(request, (handle) => queries.searchPeople(handle, search, limit, offset));
      const accounts = await signIn.accountsOf(found.people.map((person) => person.id));
      return { total: found.total, people: found.people.map((person) => toWire(person, accounts.get(person.id))) };
    },
  );

  async function onePerson(request: FastifyRequest, id: string): Promise<Person> {
    const person = await read(request, (handle) => queries.findPerson(handle, id));
    if (!person) throw new Problem(problems.person_not_found);
    return toWire(person, (await signIn.accountsOf([id])).get(id));
  }

  api.post(
    '/api/people',
    { config: { access: 'identity.manage' }, schema: { body: NewAccount, response: { 201: Person } } },
    async (request, reply) => {
      const { body } = request;
      if (await signIn.isNameTaken(body.signInName)) throw new Problem(problems.sign_in_name_taken, { name: body.signInName });
      if (body.personId && (await signIn.accountsOf([body.personId])).size > 0) throw new Problem(problems.person_not_found);
      const personId = await act(request, (ctx) => actions.createAccount(ctx, body));
      await signIn.createAccount({ personId, personName: body.personName, signInName: body.signInName, password: body.password });
      return reply.status(201).send(await onePerson(request, personId));
    },
  );

  api.patch(
    '/api/people/:id',
    { config: { access: 'identity.manage' }, schema: { params: PersonId, body: ChangeAccount, response: { 200: Person } } },
    async (request) => {
      const { id } = request.params;
      const account = (await signIn.accountsOf([id])).get(id);
      await act(request, (ctx) => actions.changeAccount(ctx, id, request.body, account?.signInName ?? null));
      if (request.body.password !== undefined) await signIn.setPassword(id, request.body.password);
      if (request.body.suspended || request.body.role !== undefined) await signIn.endSessions(id);
      return onePerson(request, id);
    },
  );
}

function toWire(person: queries.PersonRow, account: { signInName: string; lastSignIn: Date | null } | undefined): Person {
  return {
    id: person.id,
    name: person.name,
    code: person.code,
    region: person.region,
    role: person.role as Role | null,
    signInName: account?.signInName ?? null,
    suspended: person.suspendedAt !== null,
    lastSignIn: account?.lastSignIn?.toISOString() ?? null,
  };
}
