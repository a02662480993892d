import addFormats from 'ajv-formats';
import { Ajv } from 'ajv';
import type { FastifySchemaCompiler } from 'fastify';

// Query strings and path parameters arrive as text and may become numbers; a body must already be what it says.
const body = new Ajv({ removeAdditional: false, useDefaults: true, coerceTypes: false, allErrors: false });
const text = new Ajv({ removeAdditional: false, useDefaults: true, coerceTypes: true, allErrors: false });
for (const ajv of [body, text]) addFormats.default(ajv);

/** Compiles request schemas so that an unknown property is an error: a misspelt field must not be silently lost. */
export const closedValidator: FastifySchemaCompiler<object> = ({ schema, httpPart }) =>
  (httpPart === 'body' ? body : text).compile(httpPart === 'headers' ? schema : (closed(schema) as object));

function closed(schema: unknown): unknown {
  if (Array.isArray(schema)) return schema.map(closed);
  if (typeof schema !== 'object' || schema === null) return schema;
  const copy = Object.fromEntries(Object.entries(schema).map(([key, value]) => [key, closed(value)]));
  if (copy['type'] === 'object' && copy['properties'] && !('additionalProperties' in copy)) {
    copy['additionalProperties'] = false;
  }
  return copy;
}
