import type { Role } from './schema.ts';

/** A right is `module.verb`; routes declare one, row policies in the database ask for the same names. */
export const rights = [
  'identity.manage',
  'orders.import',
  'detection.run',
  'detection.see_company',
  'detection.see_reps',
  'detection.see_customers',
  'detection.see_all_customers',
  'detection.see_own_customers',
] as const;
export type Right = (typeof rights)[number];

/**
 * Who may do what. Scores of people are seen only by those who must act on them; a rep sees the own customers' figures
 * and nobody's score; the administrator of the system reads no customer content.
 */
const rightsByRole: Readonly<Record<Role, readonly Right[]>> = {
  owner: [
    'orders.import',
    'detection.run',
    'detection.see_company',
    'detection.see_reps',
    'detection.see_customers',
    'detection.see_all_customers',
  ],
  manager: [
    'orders.import',
    'detection.run',
    'detection.see_company',
    'detection.see_reps',
    'detection.see_customers',
    'detection.see_all_customers',
  ],
  officer: ['detection.run', 'detection.see_company', 'detection.see_reps', 'detection.see_customers', 'detection.see_all_customers'],
  finance: ['orders.import', 'detection.see_company'],
  rep: ['detection.see_customers', 'detection.see_own_customers'],
  admin: ['identity.manage'],
};

/** Unknown roles have no rights. */
export function rightsOf(role: string): readonly Right[] {
  return Object.hasOwn(rightsByRole, role) ? rightsByRole[role as Role] : [];
}

const common = new Set([
  'password12',
  'password123',
  '1234567890',
  '0123456789',
  'qwertyuiop',
  '1q2w3e4r5t',
  'iloveyou123',
  'woaini1314',
  'woaini520520',
  'abc1234567',
  'a123456789',
  'admin12345',
  'shoudan123',
  '1111111111',
  '0000000000',
  '5201314520',
]);

/** Long, not one of the usual ones, not the sign-in name, not one character over and over. `@source` NIST SP 800-63B, 5.1.1.2 */
export function isStrongPassword(password: string, signInName: string): boolean {
  const lower = password.toLowerCase();
  return password.length >= 10 && new Set(lower).size >= 5 && !common.has(lower) && !lower.includes(signInName.toLowerCase());
}
