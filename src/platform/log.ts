import { type DestinationStream, destination, type Logger, pino } from 'pino';
import type { LogLevel } from './config.ts';

/**
 * One JSON object a line on the error output, so that the address and the sign-ins on standard output stay readable.
 * No personal data: of a request only method and route's address without its query, of an error only what names no value.
 */
export function createLog(level: LogLevel, stream: DestinationStream = destination(2)): Logger {
  return pino(
    {
      level,
      base: null,
      timestamp: pino.stdTimeFunctions.isoTime,
      formatters: { level: (label) => ({ level: label }) },
      serializers: { req: describeRequest, res: describeResponse, err: describeError },
      redact: ['password', '*.password', 'token', '*.token', 'cookie', '*.cookie', 'authorization', '*.authorization'],
    },
    stream,
  );
}

function describeRequest(request: { id?: unknown; method?: string; routeOptions?: { url?: string } }): object {
  return { id: request.id, method: request.method, route: request.routeOptions?.url };
}

function describeResponse(response: { statusCode?: number }): object {
  return { status: response.statusCode };
}

/**
 * PostgreSQL puts values into DETAIL and WHERE, and into the message when a value cannot be read ("invalid input syntax for
 * type date: …"); better none of them than a customer's name. Names of constraints and tables are ours and stay.
 */
export function describeError(error: unknown): object {
  if (!(error instanceof Error)) return { type: typeof error };
  const { code, constraint, table, severity } = error as Error & Record<'code' | 'constraint' | 'table' | 'severity', unknown>;
  const isDatabase = typeof severity === 'string' && typeof code === 'string';
  const hide = (value: string): string => (isDatabase ? value.replace(/(:) .*|"[^"]*"/g, '$1 …') : value);
  return {
    type: error.name,
    message: hide(error.message),
    stack: error.stack?.replace(error.message, hide(error.message)),
    ...(code === undefined ? {} : { code }),
    ...(constraint === undefined ? {} : { constraint }),
    ...(table === undefined ? {} : { table }),
    ...(error.cause === undefined ? {} : { cause: describeError(error.cause) }),
  };
}
