import { createServer } from 'node:net';
import { sayOnTerminal, StartProblem, type Say } from './start-problem.ts';

/** A second Ctrl-C means "at once"; but npm passes on the signal that the terminal has sent to us already. */
const secondSignalAfter = 1000;

/**
 * What must be undone when the program ends, and the one place that ends it. Things are undone in the reverse order in which
 * they were set up: requests finish, then jobs, then connections close, then the database stops.
 */
export class Lifecycle {
  private readonly undo: (() => Promise<unknown>)[] = [];
  private readonly say: Say;
  private ending: Promise<void> | undefined;
  private endingSince = 0;

  constructor(say: Say = sayOnTerminal) {
    this.say = say;
  }

  /** Adds what undoes the step that has just been done. */
  onEnd(step: () => Promise<unknown>): void {
    this.undo.push(step);
  }

  /** From now on Ctrl-C, a service manager's stop, and a closed terminal end the program cleanly with code 0. */
  handleSignals(): void {
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
      process.on(signal, () => {
        if (!this.ending) {
          this.say('step.stopping');
          void this.end(0);
        } else if (performance.now() - this.endingSince > secondSignalAfter) {
          process.exit(130);
        }
      });
    }
    if (process.env['npm_lifecycle_event'] !== undefined) this.endWithParent();
    process.on('uncaughtException', (error) => void this.fail(error));
    process.on('unhandledRejection', (error) => void this.fail(error));
  }

  /** Whoever kills npm means us; left behind, we would hold the port against the next start. */
  private endWithParent(): void {
    const parent = process.ppid;
    const timer = setInterval(() => {
      if (process.ppid === parent) return;
      clearInterval(timer);
      if (!this.ending) this.say('step.stopping');
      void this.end(0);
    }, 250);
    timer.unref();
  }

  /** Ends the program with the sentence and the exit code of what went wrong. */
  fail(error: unknown): Promise<void> {
    if (this.ending) return this.ending;
    return this.end(report(error));
  }

  /** Undoes everything and ends the process. */
  end(exitCode: number): Promise<void> {
    this.endingSince = performance.now();
    this.ending ??= this.undoAll().then((failures) => {
      if (exitCode === 0 && failures === 0) this.say('step.stopped');
      process.exit(exitCode === 0 && failures > 0 ? 1 : exitCode);
    });
    return this.ending;
  }

  /** Undoes everything; how many steps failed. One that fails does not keep the others from being undone. */
  private async undoAll(): Promise<number> {
    let failures = 0;
    for (const step of this.undo.toReversed()) {
      try {
        await step();
      } catch (error) {
        failures += 1;
        report(error);
      }
    }
    return failures;
  }
}

/** Prints why the program ends; returns its exit code. */
export function report(error: unknown): number {
  const problem =
    error instanceof StartProblem
      ? error
      : new StartProblem('unexpected', { reason: error instanceof Error ? error.message : String(error) }, { cause: error });
  process.stderr.write(`\n${problem.message}\n`);
  if (problem.code === 'unexpected' && error instanceof Error) process.stderr.write(`\n${error.stack ?? ''}\n`);
  return problem.exitCode;
}

/**
 * Finds out before anything else is started whether the address is free.
 *
 * @throws StartProblem `port_taken`, `port_forbidden`, `host_unknown`
 */
export async function checkAddress(host: string, port: number): Promise<void> {
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  const probe = createServer();
  probe.once('error', (error) => reject(addressProblem(error, host, port)));
  probe.listen({ host, port, exclusive: true }, () => probe.close(() => resolve()));
  await promise;
}

/** Turns what `listen` refused into a sentence; returns anything else unchanged. */
export function addressProblem(error: unknown, host: string, port: number): unknown {
  const other = port === 5180 || port < 1024 ? 5280 : port + 1;
  switch ((error as NodeJS.ErrnoException).code) {
    case 'EADDRINUSE':
      return new StartProblem('port_taken', { port, other }, { cause: error });
    case 'EACCES':
      return new StartProblem('port_forbidden', { port, other }, { cause: error });
    case 'EADDRNOTAVAIL':
    case 'ENOTFOUND':
    case 'EAI_AGAIN':
      return new StartProblem('host_unknown', { host }, { cause: error });
    default:
      return error;
  }
}
