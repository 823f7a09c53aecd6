import type { INestApplication } from '@nestjs/common';
import { DocumentBuilder, SwaggerModule, type OpenAPIObject } from '@nestjs/swagger';
import { problemSchema, problemResponse } from './problem.schema.js';

const methods = ['get', 'put', 'post', 'delete', 'options', 'head', 'patch', 'trace'] as const;

const description = `Marketing automation: contacts, segments, campaigns, and honest reports.

Log in by \`POST /v1/session\` and keep the cookie, or send an API key as a bearer token. Each
operation names the one scope it needs (\`x-scope\`). Lists are paged: give \`next\` back as \`after\`.
Ids are opaque strings; instants are UTC. Every failure is an \`application/problem+json\` (RFC 9457)
whose \`code\` never changes its meaning.`;

/** The OpenAPI 3.1 description of the API, the same each time. Needs no server, not even ours. */
export function describeApi(app: INestApplication): OpenAPIObject {
  const config = new DocumentBuilder()
    .setOpenAPIVersion('3.1.0')
    .setTitle('Saphan')
    .setDescription(description)
    .setVersion('1')
    .setLicense('MIT', 'https://opensource.org/license/mit')
    .addCookieAuth('saphan_session', { type: 'apiKey', in: 'cookie' }, 'session')
    .addBearerAuth({ type: 'http', scheme: 'bearer', bearerFormat: 'sph_…' }, 'key')
    .addBasicAuth({ type: 'http', scheme: 'basic' }, 'writeKey')
    .build();
  const document = SwaggerModule.createDocument(app, config, {
    operationIdFactory: (controller, method) =>
      `${controller.charAt(0).toLowerCase()}${controller.slice(1).replace(/Controller$/, '')}_${method}`,
  });
  return complete(document);
}

function complete(document: OpenAPIObject): OpenAPIObject {
  for (const path of Object.values(document.paths))
    for (const method of methods) {
      const operation = path[method] as (typeof path)['get'] & { 'x-scope'?: string | null };
      if (!operation) continue;
      operation.responses['default'] = { $ref: '#/components/responses/Problem' };
      const scope = operation['x-scope'];
      const needs = scope ? `Scope: \`${scope}\`.` : 'Public.';
      operation.description = [operation.description, needs].filter(Boolean).join('\n\n');
    }
  const { components = {}, ...rest } = document;
  return {
    ...rest,
    paths: sorted(document.paths),
    components: {
      ...components,
      schemas: sorted({ ...components.schemas, Problem: problemSchema }),
      responses: { ...components.responses, Problem: problemResponse },
    },
  };
}

/** By name, so that the order in which modules load changes nothing. */
function sorted<T>(record: Record<string, T>): Record<string, T> {
  return Object.fromEntries(
    Object.entries(record).sort(([left], [right]) => (left < right ? -1 : 1)),
  );
}
