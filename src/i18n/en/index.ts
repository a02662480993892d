import type { Texts } from '../zh-CN/index.ts';
import { common } from './common.ts';
import { detection } from './detection.ts';
import { home } from './home.ts';
import { identity } from './identity.ts';
import { leak } from './leak.ts';
import { orders } from './orders.ts';
import { problems } from './problems.ts';
import { shell } from './shell.ts';

export const texts: Texts = { common, shell, identity, home, leak, orders, detection, problem: problems };
