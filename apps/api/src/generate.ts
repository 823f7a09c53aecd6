import { readFile, writeFile } from 'node:fs/promises';
import { NestFactory } from '@nestjs/core';
import { readEnv } from '#libs/platform';
import { jsonSchema } from '#libs/rules';
import { ApiModule } from './api.module.js';
import { createAdapter } from './configure.js';
import { firstDifference } from './docs/difference.js';
import { describeApi } from './docs/document.js';

/** What is made, and by what; committed, so that a change of it is seen. */
const files: { readonly [file: string]: () => Promise<object> } = {
  'generated/openapi.json': describe,
  'generated/rule.schema.json': () => Promise.resolve(jsonSchema()),
};

/** Nothing is connected to: the preview instantiates nothing, the description needs classes alone. */
const env = readEnv({
  DATABASE_URL: 'mysql://nowhere',
  REDIS_URL: 'redis://nowhere',
  SMTP_URL: 'smtp://nowhere',
  SMS_GATEWAY_URL: 'http://nowhere',
  APP_SECRET: 'not a secret, and never used for one',
  ADDRESS_SECRET: 'not a secret, and never used for one',
  INSTALLATION_ID: 'nowhere',
  PUBLIC_URL: 'http://nowhere',
  MAIL_DOMAIN: 'nowhere',
});

async function describe(): Promise<object> {
  const app = await NestFactory.create(
    ApiModule.forRoot({ env, migrations: [] }),
    createAdapter(),
    { preview: true, logger: false },
  );
  return describeApi(app);
}

/** Writes one file; with `check` only says whether the committed one is the same. */
async function generate(file: string, make: () => Promise<object>, check: boolean) {
  const made = `${JSON.stringify(await make(), null, 2)}\n`;
  if (!check) {
    await writeFile(file, made);
    return true;
  }
  const kept = await readFile(file, 'utf8').catch(() => '');
  if (kept === made) return true;
  console.error(`${file} is not what the code says. Run \`npm run build && npm run generate\`.`);
  console.error(firstDifference(kept, made));
  return false;
}

const check = process.argv.includes('--check');
for (const [file, make] of Object.entries(files)) {
  if (!(await generate(file, make, check))) process.exitCode = 1;
}
