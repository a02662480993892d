import { type Static, Type } from 'typebox';
import { defineProblems } from '#shared/problem.ts';

/** owner 老板 · manager 销售主管 · rep 销售 · finance 财务 · officer 风控 · admin 系统管理员 */
export const Role = Type.Union([
  Type.Literal('owner'),
  Type.Literal('manager'),
  Type.Literal('rep'),
  Type.Literal('finance'),
  Type.Literal('officer'),
  Type.Literal('admin'),
]);
export type Role = Static<typeof Role>;
export const roles: readonly Role[] = Role.anyOf.map((literal) => literal.const);

export const problems = defineProblems('identity', {
  not_signed_in: 401,
  wrong_sign_in: 401,
  locked_out: 423,
  forbidden: 403,
  setup_done: 409,
  setup_token_wrong: 403,
  sign_in_name_taken: 409,
  password_too_weak: 422,
  person_not_found: 404,
  last_admin: 409,
});

export const SignIn = Type.Object({
  name: Type.String({ minLength: 1, maxLength: 100, description: 'Sign-in name 账号' }),
  password: Type.String({ minLength: 1, maxLength: 200 }),
});
export type SignIn = Static<typeof SignIn>;

/** Who I am and what the web may offer me. Rights are decided on the server; these only draw the menu. */
export const Me = Type.Object({
  personId: Type.String(),
  name: Type.String(),
  role: Role,
  rights: Type.Array(Type.String()),
  /** The demo company is loaded; every page says so. */
  demo: Type.Boolean(),
});
export type Me = Static<typeof Me>;

export const Setup = Type.Object({
  token: Type.String({ minLength: 20, maxLength: 100 }),
  personName: Type.String({ minLength: 1, maxLength: 50 }),
  signInName: Type.String({ minLength: 2, maxLength: 50, pattern: '^[A-Za-z0-9._-]+$' }),
  password: Type.String({ minLength: 10, maxLength: 200 }),
});
export type Setup = Static<typeof Setup>;

export const NewAccount = Type.Object({
  personName: Type.String({ minLength: 1, maxLength: 50 }),
  signInName: Type.String({ minLength: 2, maxLength: 50, pattern: '^[A-Za-z0-9._-]+$' }),
  password: Type.String({ minLength: 10, maxLength: 200 }),
  role: Role,
  /** An imported rep (a person without an account) who gets this account. */
  personId: Type.Optional(Type.String({ format: 'uuid' })),
});
export type NewAccount = Static<typeof NewAccount>;

export const ChangeAccount = Type.Object({
  role: Type.Optional(Role),
  suspended: Type.Optional(Type.Boolean()),
  password: Type.Optional(Type.String({ minLength: 10, maxLength: 200 })),
});
export type ChangeAccount = Static<typeof ChangeAccount>;

export const Person = Type.Object({
  id: Type.String(),
  name: Type.String(),
  /** As it appears in imported files; `null` for people who are in no file. */
  code: Type.Union([Type.String(), Type.Null()]),
  region: Type.Union([Type.String(), Type.Null()]),
  role: Type.Union([Role, Type.Null()]),
  signInName: Type.Union([Type.String(), Type.Null()]),
  suspended: Type.Boolean(),
  lastSignIn: Type.Union([Type.String({ format: 'date-time' }), Type.Null()]),
});
export type Person = Static<typeof Person>;
export const People = Type.Object({ people: Type.Array(Person), total: Type.Integer() });
