import { common } from './common.ts';
import { detection } from './detection.ts';
import type { Texts as SameKeys } from './detection.ts';
import { home } from './home.ts';
import { identity } from './identity.ts';
import { leak } from './leak.ts';
import { orders } from './orders.ts';
import { problems } from './problems.ts';
import { shell } from './shell.ts';

/** Every text of the web, Chinese first; other languages must have exactly these keys. */
export const texts = { common, shell, identity, home, leak, orders, detection, problem: problems };
export type Texts = SameKeys<typeof texts>;
