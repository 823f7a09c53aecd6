import type { OpenAPIObject } from '@nestjs/swagger';
import { declaredRoutes } from '../../apps/api/src/access/declared-routes.js';
import { startApi, type TestApi } from '../support/app.js';

interface Operation {
  operationId: string;
  summary?: string;
  tags?: string[];
  security?: object[];
  responses: Record<string, object>;
  'x-scope': string | null;
}

/** Every key and value of a JSON document, however deep. */
function* entries(node: unknown): Generator<[string, unknown]> {
  if (typeof node !== 'object' || node === null) return;
  for (const [key, value] of Object.entries(node)) {
    yield [key, value];
    yield* entries(value);
  }
}

describe('the description of the API', () => {
  let api: TestApi;
  let document: OpenAPIObject;
  let operations: [string, Operation][];

  beforeAll(async () => {
    api = await startApi({ migrate: false });
    const { body } = await api.anonymous.get('/docs/openapi.json');
    document = body as unknown as OpenAPIObject;
    operations = Object.entries(document.paths).flatMap(([path, methods]) =>
      Object.entries(methods as Record<string, Operation>).map(
        ([method, operation]): [string, Operation] => [
          `${method.toUpperCase()} ${path.replace(/\{(\w+)\}/g, ':$1')}`,
          operation,
        ],
      ),
    );
  });
  afterAll(() => api.close());

  it('is OpenAPI 3.1, without what 3.1 no longer has', () => {
    expect(document.openapi).toBe('3.1.0');
    const old = [...entries(document)].filter(([key]) => key === 'nullable');
    expect(old).toEqual([]);
  });

  it('refers to nothing that is not there', () => {
    const refs = [...entries(document)].filter(([key]) => key === '$ref').map(([, ref]) => ref);
    expect(refs.length).toBeGreaterThan(10);
    for (const ref of refs as string[]) {
      const found = ref
        .replace('#/', '')
        .split('/')
        .reduce<unknown>(
          (node, key) => (node as Record<string, unknown> | undefined)?.[key],
          document,
        );
      expect([ref, typeof found]).toEqual([ref, 'object']);
    }
  });

  it('names, sorts and explains each operation, and says what it needs', () => {
    const ids = operations.map(([, { operationId }]) => operationId);
    expect(new Set(ids).size).toBe(ids.length);
    for (const [name, operation] of operations) {
      expect([name, operation.tags?.length]).toEqual([name, 1]);
      expect([name, typeof operation.summary]).toEqual([name, 'string']);
      expect(operation.responses.default).toEqual({ $ref: '#/components/responses/Problem' });
      expect(operation['x-scope'] === null).toBe(operation.security === undefined);
    }
  });

  it('describes every route for programs, with the scope that the router holds', () => {
    const forBrowsers = new Set(['HEAD', 'OPTIONS']);
    const forPeople = /^\/(docs|t|u)(\/|$)/;
    const routes = declaredRoutes(api.app.getHttpAdapter().getInstance());
    const served = routes
      .filter(({ method, url }) => !forBrowsers.has(method) && !forPeople.test(url))
      .map(({ method, url, access }) => {
        const scope = access?.kind === 'scope' ? access.scope : 'signed-in';
        return [`${method} ${url}`, access?.kind === 'public' ? null : scope];
      });
    const described = operations.map(([name, operation]) => [name, operation['x-scope']]);
    expect(described.sort()).toEqual(served.sort());
  });

  it('describes every field', () => {
    const schemas = document.components?.schemas ?? {};
    for (const [name, schema] of Object.entries(schemas)) {
      const { properties } = schema as { properties?: Record<string, object> };
      for (const [field, property] of Object.entries(properties ?? {})) {
        const kinds = ['type', '$ref', 'allOf', 'anyOf', 'oneOf', 'enum'];
        expect([`${name}.${field}`, kinds.some((kind) => kind in property)]).toEqual([
          `${name}.${field}`,
          true,
        ]);
      }
    }
  });

  it('is shown by a page that needs nothing from elsewhere and runs nothing inline', async () => {
    const page = await api.anonymous.get('/docs');
    expect(page.status).toBe(200);
    expect(page.headers['content-security-policy']).toContain("default-src 'self'");
    expect(page.text).not.toMatch(/https?:|<script>|<style>|\son\w+=/);
    const links = [...page.text.matchAll(/(?:src|href)="([^"]+)"/g)].map(([, link]) => link!);
    expect(links).toHaveLength(4);
    for (const link of links) expect((await api.anonymous.get(link)).status).toBe(200);
    const bundle = await api.anonymous.get('/docs/assets/swagger-ui-bundle.js');
    expect(bundle.headers['content-type']).toMatch(/^text\/javascript/);
  });

  it.each(['package.json', '..%2fpackage.json', '__proto__', 'constructor'])(
    'gives away no other file: %s',
    async (name) => {
      expect((await api.anonymous.get(`/docs/assets/${name}`)).status).toBe(404);
    },
  );
});
