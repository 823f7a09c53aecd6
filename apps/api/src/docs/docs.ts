import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { Injectable } from '@nestjs/common';

const types: Readonly<Record<string, string>> = {
  'swagger-ui.css': 'text/css; charset=utf-8',
  'swagger-ui-bundle.js': 'text/javascript; charset=utf-8',
  'favicon-32x32.png': 'image/png',
};

/** swagger-ui-dist belongs to @nestjs/swagger, so it is looked up from there. */
function uiDirectory(): string {
  const swagger = createRequire(import.meta.url).resolve('@nestjs/swagger');
  return dirname(createRequire(swagger).resolve('swagger-ui-dist/package.json'));
}

/** What the documentation's pages are made of. */
@Injectable()
export class Docs {
  /** The OpenAPI description; set once the routes are known. */
  json = '{}';

  /** One of the few files of Swagger UI that the page needs; null for anything else. */
  async asset(name: string): Promise<{ type: string; body: Buffer } | null> {
    const type = Object.hasOwn(types, name) ? types[name] : undefined;
    return type ? { type, body: await readFile(join(uiDirectory(), name)) } : null;
  }
}
