import { parseArgs, type ParseArgsOptionsConfig } from 'node:util';
import { StartProblem } from '#platform/start-problem.ts';

/**
 * Reads a command's options; there are no positional ones.
 *
 * @throws StartProblem `usage`, naming what is unknown
 */
export function parseArguments<const T extends ParseArgsOptionsConfig>(args: readonly string[], options: T) {
  try {
    return parseArgs({ args: [...args], options, strict: true, allowPositionals: false }).values;
  } catch (error) {
    throw new StartProblem('usage', { argument: args.join(' ') }, { cause: error });
  }
}
