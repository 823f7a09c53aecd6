import { readFile, writeFile } from 'node:fs/promises';
import { NestFactory } from '@nestjs/core';
import { readEnv } from '#libs/platform';
import { ApiModule } from './api.module.js';
import { createAdapter } from './configure.js';
import { firstDifference } from './docs/difference.js';
import { describeApi } from './docs/document.js';

const file = 'generated/openapi.json';

/** Nothing is connected to: the preview instantiates nothing, the description needs classes alone. */
const env = readEnv({
  DATABASE_URL: 'mysql://nowhere',
  REDIS_URL: 'redis://nowhere',
  SMTP_URL: 'smtp://nowhere',
  SMS_GATEWAY_URL: 'http://nowhere',
  APP_SECRET: 'not a secret, and never used for one',
  ADDRESS_SECRET: 'not a secret, and never used for one',
  PUBLIC_URL: 'http://nowhere',
  MAIL_DOMAIN: 'nowhere',
});

async function describe(): Promise<string> {
  const app = await NestFactory.create(
    ApiModule.forRoot({ env, migrations: [] }),
    createAdapter(),
    { preview: true, logger: false },
  );
  return `${JSON.stringify(describeApi(app), null, 2)}\n`;
}

/** Writes the description; with `--check` only says whether the committed one is the same. */
async function generate(check: boolean): Promise<boolean> {
  const made = await describe();
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

process.exitCode = (await generate(process.argv.includes('--check'))) ? 0 : 1;
