/** A seeded source of random numbers: the same seed gives the same numbers on every machine. */
export interface Random {
  /** Uniform in [0, 1). */
  next(): number;
  /** Uniform in [low, high). */
  between(low: number, high: number): number;
  /** Whole number, 0 to count − 1. */
  below(count: number): number;
  pick<T>(list: readonly T[]): T;
  chance(probability: number): boolean;
  normal(mean: number, deviation: number): number;
  /** exp(normal): `median` is the median, `deviation` that of the logarithm. */
  logNormal(median: number, deviation: number): number;
  /** Gamma with this shape and mean. */
  gamma(shape: number, mean: number): number;
  exponential(mean: number): number;
}

/**
 * @param seed whole numbers; each list of them is its own stream, so that one customer's orders stay the same
 *   however many customers came before
 * @source sfc32 by Chris Doty-Humphrey (PractRand); gamma by Marsaglia and Tsang, ACM TOMS 26 (2000)
 */
export function createRandom(...seed: number[]): Random {
  let a = 0x9e3779b9;
  let b = 0x243f6a88;
  let c = 0xb7e15162;
  let counter = 1;
  for (const part of seed) {
    a ^= part | 0;
    for (let i = 0; i < 12; i++) step();
  }

  function step(): number {
    const t = (a + b + counter) | 0;
    counter = (counter + 1) | 0;
    a = b ^ (b >>> 9);
    b = (c + (c << 3)) | 0;
    c = (c << 21) | (c >>> 11);
    c = (c + t) | 0;
    return t >>> 0;
  }
  function next(): number {
    return step() / 4_294_967_296;
  }
  function normal(mean: number, deviation: number): number {
    const radius = Math.sqrt(-2 * Math.log(1 - next()));
    return mean + deviation * radius * Math.cos(2 * Math.PI * next());
  }
  function gamma(shape: number, mean: number): number {
    if (shape < 1) {
      // The boost for small shapes: Gamma(k) = Gamma(k + 1) · U^(1/k).
      return gamma(shape + 1, (mean * (shape + 1)) / shape) * Math.pow(1 - next(), 1 / shape);
    }
    const d = shape - 1 / 3;
    const spread = 1 / Math.sqrt(9 * d);
    for (;;) {
      const x = normal(0, 1);
      const v = Math.pow(1 + spread * x, 3);
      if (v > 0 && Math.log(1 - next()) < 0.5 * x * x + d * (1 - v + Math.log(v))) return (d * v * mean) / shape;
    }
  }
  return {
    next,
    between: (low, high) => low + (high - low) * next(),
    below: (count) => Math.floor(next() * count),
    pick: (list) => list[Math.floor(next() * list.length)]!,
    chance: (probability) => next() < probability,
    normal,
    logNormal: (median, deviation) => median * Math.exp(normal(0, deviation)),
    gamma,
    exponential: (mean) => -mean * Math.log(1 - next()),
  };
}
