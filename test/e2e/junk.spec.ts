import { startApi, type TestApi } from '../support/app.js';

interface Schema {
  $ref?: string;
  properties?: Record<string, Schema>;
  items?: Schema;
  allOf?: Schema[];
  oneOf?: Schema[];
  anyOf?: Schema[];
  enum?: unknown[];
  type?: string;
  example?: unknown;
}

interface Operation {
  requestBody?: { content: Record<string, { schema: Schema }> };
}

interface Document {
  paths: Record<string, Record<string, Operation>>;
  components: { schemas: Record<string, Schema> };
}

const junk: readonly unknown[] = [
  null,
  -1,
  1e308,
  '',
  'x',
  'a\u0000b',
  "'; DROP TABLE contact; --",
  '😀'.repeat(3000),
  '2026-02-30T99:99:99Z',
  [],
  [null],
  {},
  { toString: 1, length: -1 },
];

/** A body that the schema accepts, as far as a schema tells. */
function plausible(schema: Schema, resolve: (schema: Schema) => Schema): unknown {
  const { example, enum: values, properties, items, type } = resolve(schema);
  if (example !== undefined) return example;
  if (values) return values[0];
  if (properties)
    return Object.fromEntries(
      Object.entries(properties).map(([name, own]) => [name, plausible(own, resolve)]),
    );
  if (items) return [plausible(items, resolve)];
  return { string: 'x', integer: 1, number: 1, boolean: true, object: {}, array: [] }[type ?? ''];
}

/** The body with junk in each of its places in turn, two levels deep. */
function* spoilt(body: unknown, levels: number): Generator<unknown> {
  yield* junk;
  if (typeof body !== 'object' || body === null || levels === 0) return;
  for (const [key, value] of Object.entries(body))
    for (const bad of spoilt(value, levels - 1))
      yield Array.isArray(body) ? [bad] : { ...body, [key]: bad };
}

describe('junk in a body', () => {
  let api: TestApi;
  beforeAll(async () => {
    api = await startApi();
  });
  afterAll(() => api.close());

  it('is refused with a code, never failed on', async () => {
    const admin = await api.as('admin');
    const { body: document } = await api.anonymous.get<Document>('/docs/openapi.json');
    const resolve = (schema: Schema): Schema => {
      const one = schema.$ref ? document.components.schemas[schema.$ref.split('/').at(-1)!]! : null;
      const part = one ?? schema.allOf?.[0] ?? schema.oneOf?.[0] ?? schema.anyOf?.[0];
      return part ? resolve(part) : schema;
    };
    let sent = 0;
    const failed: unknown[] = [];
    for (const [path, operations] of Object.entries(document.paths))
      for (const [method, { requestBody }] of Object.entries(operations)) {
        const schema = requestBody?.content['application/json']?.schema;
        if (!schema || path === '/v1/session') continue;
        const url = path.replace(/\{\w+\}/g, '1');
        for (const bad of spoilt(plausible(schema, resolve), 3)) {
          const text = JSON.stringify(bad);
          const answer = await admin.send(method.toUpperCase() as 'POST', url, text, {
            'content-type': 'application/json',
          });
          sent++;
          if (answer.status >= 500) failed.push([method, url, text.slice(0, 300)]);
        }
      }
    expect(failed).toEqual([]);
    expect(sent).toBeGreaterThan(1000);
    // Thousands of requests, and more with every route.
  }, 120_000);
});
