/** Who works at the demo company. Names are made up; roles are those of `src/modules/identity/rules.ts`. */

export const DEMO_COMPANY = '恒川工业品有限公司（演示）';

/** Everybody's password in the demo; with demo data the server listens on this machine only. */
export const DEMO_PASSWORD = 'shoudan-yanshi';

export interface DemoSignIn {
  readonly name: string;
  readonly role: 'owner' | 'manager' | 'rep' | 'finance' | 'officer' | 'admin';
  readonly personName: string;
  /** Index into `DEMO_REPS`, for the one who signs in as a rep. */
  readonly rep?: number;
}

export const DEMO_SIGN_INS: readonly DemoSignIn[] = [
  { name: 'laoban', role: 'owner', personName: '周衡川' },
  { name: 'zhuguan', role: 'manager', personName: '韩志远' },
  { name: 'xiaoshou', role: 'rep', personName: '张晓岚', rep: 2 },
  { name: 'caiwu', role: 'finance', personName: '沈玉兰' },
  { name: 'fengkong', role: 'officer', personName: '陆正平' },
  { name: 'guanli', role: 'admin', personName: '唐一鸣' },
];

/**
 * `book`: an ordinary book of customers · `key_account`: one large customer · `new`: began five months ago with new
 * customers · `dying`: honest, but the trade of the customers is shrinking since long · `leaver`: left, the book went
 * to the `successor`.
 */
export type RepStory = 'book' | 'key_account' | 'new' | 'dying' | 'leaver' | 'successor' | 'thin' | 'capture' | 'shave';

export interface DemoRep {
  readonly code: string;
  readonly name: string;
  /** Index into `REGIONS`. */
  readonly region: number;
  readonly story: RepStory;
}

const PLAN: readonly (readonly [name: string, region: number, story: RepStory])[] = [
  ['王立群', 0, 'book'],
  ['李思远', 0, 'book'],
  ['张晓岚', 0, 'book'],
  ['刘雅婷', 0, 'book'],
  ['陈国栋', 0, 'thin'],
  ['杨文涛', 0, 'book'],
  ['赵一凡', 0, 'new'],
  ['黄志强', 0, 'book'],
  ['周启明', 0, 'key_account'],
  ['吴海燕', 1, 'book'],
  ['徐东升', 1, 'book'],
  ['孙佳琪', 1, 'capture'],
  ['胡永康', 1, 'book'],
  ['朱丽娜', 1, 'leaver'],
  ['高翔宇', 1, 'successor'],
  ['何建平', 2, 'book'],
  ['郭明亮', 2, 'book'],
  ['马晓东', 2, 'shave'],
  ['罗淑芬', 2, 'dying'],
  ['梁伟业', 2, 'book'],
  ['宋嘉怡', 3, 'book'],
  ['郑凯文', 3, 'book'],
  ['谢雨桐', 3, 'new'],
  ['冯长林', 3, 'book'],
];

export const DEMO_REPS: readonly DemoRep[] = PLAN.map(([name, region, story], index) => ({
  code: `Y${String(index + 1).padStart(3, '0')}`,
  name,
  region,
  story,
}));
