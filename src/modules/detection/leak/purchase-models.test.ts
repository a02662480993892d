import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import {
  bgNbdAlive,
  bgNbdExpected,
  cusumRunLength,
  fitBgNbd,
  gapLimit,
  gapSurvival,
  negativeBinomial,
  negativeBinomialCdf,
  negativeBinomialMidP,
} from './purchase-models.ts';
import { randomStream } from './random.ts';
import { betaI, gammaP, gammaQ, logGamma } from './special-functions.ts';

const cdnow = new URL('../../../../../shared/data/orders/cdnow_customers_summary.csv.gz', import.meta.url);

function expectNear(actual: number, wanted: number, relative = 1e-9): void {
  expect(Math.abs(actual - wanted)).toBeLessThanOrEqual(relative * Math.abs(wanted));
}

describe('special functions against closed forms', () => {
  it('log gamma gives factorials and the half-integer value', () => {
    expectNear(Math.exp(logGamma(11)), 3_628_800);
    expectNear(logGamma(0.5), Math.log(Math.PI) / 2);
    expectNear(logGamma(0.1), 2.252712651734206);
  });

  it('incomplete gamma of shape 1 to 4 is a sum of Poisson terms', () => {
    for (const x of [0.01, 0.5, 1, 3, 8, 40]) {
      let sum = 0;
      let term = Math.exp(-x);
      for (let k = 1; k <= 4; k++) {
        sum += term;
        term *= x / k;
        expectNear(gammaQ(k, x), sum);
        expectNear(gammaP(k, x) + gammaQ(k, x), 1);
      }
    }
  });

  it('incomplete beta with whole parameters is a binomial tail', () => {
    for (const x of [0.02, 0.3, 0.5, 0.9]) {
      expectNear(betaI(x, 1, 3), 1 - (1 - x) ** 3);
      expectNear(betaI(x, 4, 1), x ** 4);
      expectNear(betaI(x, 2, 2), 3 * x * x - 2 * x ** 3);
    }
  });
});

describe('counts and gaps', () => {
  it('negative binomial of shape 1 is geometric', () => {
    const p = 1 / (1 + 2.5);
    for (let n = 0; n < 12; n++) {
      expectNear(negativeBinomial(n, 2.5, 1), p * (1 - p) ** n);
      expectNear(negativeBinomialCdf(n, 2.5, 1), 1 - (1 - p) ** (n + 1));
    }
  });

  it('negative binomial sums to its distribution and mid-p is even on average', () => {
    let sum = 0;
    let even = 0;
    for (let n = 0; n < 400; n++) {
      sum += negativeBinomial(n, 7, 2.3);
      expectNear(negativeBinomialCdf(n, 7, 2.3), sum, 1e-8);
      even += negativeBinomial(n, 7, 2.3) * negativeBinomialMidP(n, 7, 2.3);
    }
    expectNear(even, 0.5, 1e-8);
  });

  it('gaps of shape 1 are exponential, of shape 2 have a closed tail, and limits invert tails', () => {
    expectNear(gapSurvival(12, 5, 1), Math.exp(-12 / 5));
    expectNear(gapSurvival(12, 5, 2), Math.exp(-24 / 5) * (1 + 24 / 5));
    for (const shape of [0.7, 1, 3, 6, 12]) expectNear(gapSurvival(gapLimit(0.01, 9, shape), 9, shape), 0.01, 1e-8);
  });

  it('waits fewer gaps for a regular buyer than for an exponential one', () => {
    expectNear(gapLimit(0.01, 1, 1), Math.log(100));
    expect(gapLimit(0.01, 1, 3)).toBeLessThan(3);
    expect(gapLimit(0.01, 1, 6)).toBeLessThan(2.3);
  });
});

describe('CUSUM run lengths', () => {
  it.each([
    [0, 0.5, 3],
    [1, 0.5, 4],
    [0.5, 0.25, 6],
  ])('shift %f, slack %f, limit %f: within 3 %% of simulation', (shift, slack, limit) => {
    const random = randomStream(20240301);
    const runs = 20_000;
    let total = 0;
    for (let i = 0; i < runs; i++) {
      for (let s = 0; s <= limit; total++) {
        const z = Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
        s = Math.max(0, s + z + shift - slack);
      }
    }
    expectNear(cusumRunLength(shift, slack, limit), total / runs, 0.03);
  });
});

describe('BG/NBD on CDNOW', () => {
  const published = { r: 0.2426, alpha: 4.4135, a: 0.7929, b: 2.4258 };

  it('finds the published maximum to four digits', () => {
    const rows = gunzipSync(readFileSync(cdnow))
      .toString('utf8')
      .trim()
      .split('\n')
      .slice(1)
      .map((l) => l.split(',').map(Number));
    const column = (at: number): number[] => rows.map((row) => row[at]!);
    const fit = fitBgNbd({ frequency: column(1), recency: column(2), age: column(3) });
    expect(rows).toHaveLength(2357);
    expect(fit.r).toBeCloseTo(published.r, 4);
    expect(fit.alpha).toBeCloseTo(published.alpha, 3);
    expect(fit.a).toBeCloseTo(published.a, 3);
    expect(fit.b).toBeCloseTo(published.b, 3);
    expect(fit.logLikelihood).toBeCloseTo(-9582.43, 2);
  });

  it('gives the published probability of being alive', () => {
    expect(bgNbdAlive(published, 2, 30.43, 38.86)).toBeCloseTo(0.7266, 4);
    expect(bgNbdAlive(published, 0, 0, 38.86)).toBe(1);
  });

  it('expects the published number of purchases in the next 39 weeks', () => {
    expect(bgNbdExpected(published, 2, 30.43, 38.86, 39)).toBeCloseTo(1.226, 2);
  });
});
