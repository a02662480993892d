import { describe, expect, test } from 'vitest';
import { systemActor } from '#shared/actor.ts';
import { testPassword, useCompany } from '../../../tests/company.ts';
import { issueSetupToken } from './index.ts';
import { roles } from './schema.ts';

const company = useCompany();

let visitors = 0;

/** Each time from another address, so that the limit per address is met only where it is meant. */
function signIn(name: string, password: string) {
  return company.api.inject({ method: 'POST', url: '/api/session', remoteAddress: `10.0.0.${++visitors}`, payload: { name, password } });
}

async function eventTypes(): Promise<string[]> {
  const { rows } = await company.owner.query<{ type: string }>('select type from event order by recorded_at, id');
  return rows.map((row) => row.type);
}

describe('signing in', () => {
  test('every role gets in with the password and learns its rights', async () => {
    for (const role of roles) {
      const reply = await signIn(role, testPassword);
      expect(reply.statusCode).toBe(200);
      expect(reply.json()).toMatchObject({ role, demo: false });
      const cookie = String(reply.headers['set-cookie']);
      expect(cookie).toContain('HttpOnly');
      expect(cookie).toContain('SameSite=Lax');
    }
    expect(await eventTypes()).toContain('identity.signed_in');
  });

  test('a wrong password and an unknown name look the same', async () => {
    const wrong = await signIn('owner', 'not the password');
    const unknown = await signIn('nobody-here', 'not the password');
    expect(wrong.statusCode).toBe(401);
    const { instance: _a, ...one } = wrong.json<Record<string, unknown>>();
    const { instance: _b, ...other } = unknown.json<Record<string, unknown>>();
    expect(one).toEqual(other);
    expect(wrong.headers['content-type']).toContain('application/problem+json');
    expect(wrong.json()).toMatchObject({ code: 'identity.wrong_sign_in', titles: { 'zh-CN': '账号或密码不对' } });
  });

  test('five wrong passwords lock the name, for the right password too, and for names that do not exist', async () => {
    for (const name of ['finance', 'ghost']) {
      for (let attempt = 0; attempt < 5; attempt++) {
        await company.signIn.signIn(name, 'wrong password', {}, new Date());
      }
      const locked = await company.signIn.signIn(name, testPassword, {}, new Date());
      expect(locked.kind).toBe('locked');
    }
    const later = new Date(Date.now() + 16 * 60_000);
    expect((await company.signIn.signIn('finance', testPassword, {}, later)).kind).toBe('signed_in');
  });

  test('more than ten tries a minute from one address are turned away', async () => {
    const replies = [];
    for (let attempt = 0; attempt < 12; attempt++) {
      replies.push(
        await company.api.inject({ method: 'POST', url: '/api/session', remoteAddress: '10.1.1.1', payload: { name: 'x', password: 'y' } }),
      );
    }
    expect(replies.at(-1)!.statusCode).toBe(429);
    expect(replies.at(-1)!.json()).toMatchObject({ code: 'request.too_many' });
  });

  test('signing out ends the session, not only the cookie', async () => {
    const cookie = String((await signIn('manager', testPassword)).headers['set-cookie']).split(';', 1)[0]!;
    const headers = { cookie };
    expect((await company.api.inject({ url: '/api/me', headers })).statusCode).toBe(200);
    expect((await company.api.inject({ method: 'DELETE', url: '/api/session', headers })).statusCode).toBe(204);
    expect((await company.api.inject({ url: '/api/me', headers })).statusCode).toBe(401);
  });

  test('forged and broken cookies are nobody', async () => {
    const good = await company.cookie('owner');
    for (const cookie of [
      `${good}x`,
      'shoudan.session_token=abc.def',
      `shoudan.session_token=${'%'.repeat(50)}`,
      good.replace(/=.*\./, '=forged.'),
    ]) {
      expect((await company.api.inject({ url: '/api/me', headers: { cookie } })).statusCode).toBe(401);
    }
  });

  test("another site's page cannot act with this browser's cookie", async () => {
    const cookie = await company.cookie('owner');
    const reply = await company.api.inject({
      method: 'POST',
      url: '/api/leak/runs',
      headers: { cookie, origin: 'https://evil.example', 'sec-fetch-site': 'cross-site' },
      payload: {},
    });
    expect(reply.statusCode).toBe(403);
    expect(reply.json()).toMatchObject({ code: 'request.foreign_origin' });
  });
});

describe('rights', () => {
  test('everybody but the administrator is refused the accounts, and each refusal is recorded', async () => {
    for (const role of roles) {
      const { status } = await company.request(role, 'GET', '/api/people');
      expect([role, status]).toEqual([role, role === 'admin' ? 200 : 403]);
    }
    expect((await company.request(null, 'GET', '/api/people')).status).toBe(401);
    const { rows } = await company.owner.query(
      "select actor_role, payload from event where type = 'access.refused' and payload->>'right' = 'identity.manage'",
    );
    expect(rows.map((row: { actor_role: string }) => row.actor_role).toSorted()).toEqual(['finance', 'manager', 'officer', 'owner', 'rep']);
  });

  test('an unknown property in a body is an error, never silently dropped', async () => {
    const { status, body } = await company.request('admin', 'POST', '/api/people', {
      personName: '陈静',
      signInName: 'chenjing',
      password: testPassword,
      role: 'rep',
      isAdmin: true,
    });
    expect(status).toBe(400);
    expect(body).toMatchObject({ code: 'request.invalid', details: { field: 'isAdmin' } });
  });
});

describe('accounts', () => {
  test('created, signed in, suspended: the session ends at once', async () => {
    const created = await company.request('admin', 'POST', '/api/people', {
      personName: '李敏',
      signInName: 'LiMin',
      password: testPassword,
      role: 'manager',
    });
    expect(created.status).toBe(201);
    const { id } = created.body as { id: string };
    const cookie = String((await signIn('limin', testPassword)).headers['set-cookie']).split(';', 1)[0]!;
    expect((await company.api.inject({ url: '/api/me', headers: { cookie } })).statusCode).toBe(200);
    const suspended = await company.request('admin', 'PATCH', `/api/people/${id}`, { suspended: true });
    expect(suspended.body).toMatchObject({ suspended: true, signInName: 'LiMin' });
    expect((await company.api.inject({ url: '/api/me', headers: { cookie } })).statusCode).toBe(401);
    expect((await signIn('limin', testPassword)).statusCode).toBe(401);
  });

  test('names are taken once, passwords must be hard to guess', async () => {
    const account = { personName: '王强', signInName: 'owner', password: testPassword, role: 'rep' };
    expect((await company.request('admin', 'POST', '/api/people', account)).body).toMatchObject({ code: 'identity.sign_in_name_taken' });
    for (const password of ['password123', 'wangqiang-2026', 'aaaaaaaaaaaa']) {
      const { body } = await company.request('admin', 'POST', '/api/people', { ...account, signInName: 'wangqiang', password });
      expect(body).toMatchObject({ code: 'identity.password_too_weak' });
    }
  });

  test('the last administrator can be neither suspended nor demoted', async () => {
    for (const change of [{ suspended: true }, { role: 'owner' }]) {
      const { status, body } = await company.request('admin', 'PATCH', `/api/people/${company.personId('admin')}`, change);
      expect(status).toBe(409);
      expect(body).toMatchObject({ code: 'identity.last_admin' });
    }
  });
});

describe('the first administrator', () => {
  test('is refused once anybody has an account', async () => {
    await expect(company.db.act(systemActor, (ctx) => issueSetupToken(ctx))).rejects.toMatchObject({ code: 'identity.setup_done' });
    const reply = await company.api.inject({
      method: 'POST',
      url: '/api/setup',
      payload: { token: 'x'.repeat(32), personName: '谁', signInName: 'somebody', password: testPassword },
    });
    expect(reply.json()).toMatchObject({ code: 'identity.setup_token_wrong' });
  });
});
