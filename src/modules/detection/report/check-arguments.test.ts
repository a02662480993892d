import { describe, expect, it } from 'vitest';
import { dayOfDate } from '#shared/days.ts';
import { CheckError, checkErrorText, checkHelp, languageOf, parseCheckArguments } from './check-arguments.ts';

function refusal(...argv: string[]): CheckError {
  try {
    parseCheckArguments(argv, 'zh-CN');
  } catch (error) {
    if (error instanceof CheckError) return error;
    throw error;
  }
  throw new Error('was accepted');
}

describe('the command line of check-orders', () => {
  it('reads every option, before and after the file', () => {
    const parsed = parseCheckArguments(
      [
        '--reps',
        'reps.csv',
        'orders.csv',
        '--as-of=2026-03-31',
        '--out',
        'r.html',
        '--json',
        '--errors',
        'bad.csv',
        '--lang',
        'en',
        '--column',
        'customerCode=客户编号',
        '--column',
        'date=C',
      ],
      'zh-CN',
    );
    expect(parsed).toEqual({
      orders: 'orders.csv',
      reps: 'reps.csv',
      asOf: dayOfDate('2026-03-31'),
      out: 'r.html',
      json: true,
      errors: 'bad.csv',
      language: 'en',
      columns: new Map([
        ['customerCode', '客户编号'],
        ['date', 'C'],
      ]),
    });
  });

  it.each([
    [[], 'noFile'],
    [['a.csv', 'b.csv'], 'tooManyFiles'],
    [['a.csv', '--frobnicate'], 'unknownOption'],
    [['a.csv', '--frobnicate=1'], 'unknownOption'],
    [['a.csv', '--json=yes'], 'unknownOption'],
    [['a.csv', '--out'], 'optionNeedsValue'],
    [['a.csv', '--out', '--json'], 'optionNeedsValue'],
    [['a.csv', '--as-of', '31.3.2026'], 'badDate'],
    [['a.csv', '--as-of', '2026-02-31'], 'badDate'],
    [['a.csv', '--as-of', '2026-13-01'], 'badDate'],
    [['a.csv', '--lang', 'fr'], 'badLanguage'],
    [['a.csv', '--column', 'kunde=3'], 'badColumn'],
    [['a.csv', '--column', 'date'], 'badColumn'],
  ] as const)('refuses %j', (argv, code) => {
    const error = refusal(...argv);
    expect(error.code).toBe(code);
    expect(error.exitCode).toBe(2);
    const [first, second] = checkErrorText(error, 'zh-CN').split('\n');
    expect(first).toMatch(/\p{Script=Han}/u);
    expect(second).not.toMatch(/\p{Script=Han}/u);
    expect(`${first}${second}`).not.toContain('—');
  });

  it('says all it can do, with every exit code', () => {
    expect(parseCheckArguments(['a.csv', '--help'], 'en')).toBe('help');
    for (const language of ['zh-CN', 'en'] as const) {
      const help = checkHelp(language);
      for (const word of [
        '--reps',
        '--as-of',
        '--out',
        '--json',
        '--errors',
        '--column',
        '--lang',
        'customerCode',
        ' 30 ',
        ' 31 ',
        ' 32 ',
      ]) {
        expect(help).toContain(word);
      }
    }
  });

  it('speaks Chinese unless the environment says English', () => {
    expect(languageOf({ LANG: 'en_GB.UTF-8' })).toBe('en');
    expect(languageOf({ LANG: 'en_GB.UTF-8', LC_ALL: 'zh_CN.UTF-8' })).toBe('zh-CN');
    expect(languageOf({ LANG: 'C.UTF-8' })).toBe('zh-CN');
    expect(languageOf({})).toBe('zh-CN');
  });
});
