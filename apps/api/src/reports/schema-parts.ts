import type { ApiResponseSchemaHost } from '@nestjs/swagger';

type Schema = ApiResponseSchemaHost['schema'];
export type Part = Extract<Schema, { type?: unknown }>;

export const count: Part = { type: 'integer', minimum: 0 };
export const number: Part = { type: 'number' };
export const text: Part = { type: 'string' };
export const instant: Part = { type: 'string', format: 'date-time' };
export const day: Part = { type: 'string', format: 'date' };
export const yesNo: Part = { type: 'boolean' };
export const counts: Part = { type: 'object', additionalProperties: count };

export const orNull = (part: Part): Part => ({ ...part, nullable: true });
export const list = (items: Part): Part => ({ type: 'array', items });
export const object = (properties: Record<string, Part>): Part => ({
  type: 'object',
  properties,
  required: Object.keys(properties),
});

export const both = object({ en: text, th: text });
