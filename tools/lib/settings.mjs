import path from 'node:path';
import { root } from './paths.mjs';
import { freePort, isFree } from './ports.mjs';
import { Sorry } from './say.mjs';

const usual = { api: 3000, web: 8025, smtp: 1025, sms: 8026 };

/** @returns {Promise<Record<'api' | 'worker' | 'web' | 'smtp' | 'sms', number>>} */
export async function choosePorts() {
  const wished = process.env.PORT;
  if (wished && !(/^\d{1,5}$/.test(wished) && Number(wished) < 65536)) {
    throw new Sorry(`PORT is ${wished}, and should be a number up to 65535.`);
  }
  if (wished && !(await isFree(Number(wished)))) {
    throw new Sorry(`PORT is ${wished}, and another program listens there. Set another one.`);
  }
  const taken = new Set();
  const take = async (preferred) => {
    const port = await freePort(preferred, taken);
    taken.add(port);
    return port;
  };
  return {
    api: await take(Number(wished) || usual.api),
    web: await take(usual.web),
    smtp: await take(usual.smtp),
    sms: await take(usual.sms),
    worker: await take(0),
  };
}

/**
 * The environment of our own programs. Whatever the user has set goes before what we would choose.
 * @param {{ services: { databaseUrl: string, redisUrl: string }, secrets: Record<string, string>,
 *   installation: string, ports: Awaited<ReturnType<typeof choosePorts>> }} known
 * @returns {NodeJS.ProcessEnv}
 */
export function programSettings({ services, secrets, installation, ports }) {
  const chosen = {
    APP_SECRET: secrets.appSecret,
    ADDRESS_SECRET: secrets.addressSecret,
    INSTALLATION_ID: installation,
    SMTP_URL: `smtp://127.0.0.1:${ports.smtp}`,
    SMS_GATEWAY_URL: `http://127.0.0.1:${ports.sms}/sms/messages`,
    PUBLIC_URL: `http://127.0.0.1:${ports.api}`,
    TEMPLATES_DIR: path.join(root, 'templates'),
    MAIL_DOMAIN: 'mail.saphan.example',
    ORGANISATION_TIME_ZONE: 'Asia/Bangkok',
  };
  const set = Object.entries(process.env).filter(([, value]) => value !== '');
  return {
    ...chosen,
    ...Object.fromEntries(set),
    DATABASE_URL: services.databaseUrl,
    REDIS_URL: services.redisUrl,
    HOST: '127.0.0.1',
  };
}

/**
 * What the sample campaign needs beside the settings of the programs.
 * @param {{ dir: string, secrets: Record<string, string>, ports: Record<string, number> }} known
 */
export function sampleSettings({ dir, secrets, ports }) {
  return {
    SAPHAN_API_URL: `http://127.0.0.1:${ports.api}`,
    SAPHAN_CATCHER_URL: `http://127.0.0.1:${ports.web}`,
    SAPHAN_REPORT_FILE: path.join(dir, 'report.json'),
    SAPHAN_ADMIN_EMAIL: adminEmail,
    SAPHAN_ADMIN_PASSWORD: secrets.adminPassword,
  };
}

export const adminEmail = 'admin@saphan.example';
