import { readEnv, type Env } from '#libs/platform';

export const publicUrl = 'http://saphan.test';

/** The password of every user that the helpers make. */
export const testPassword = 'a bridge over the Kwai';

/** The settings of a process under test: this spec's own database and queues. */
export const testEnv = (servers: {
  databaseUrl: string;
  redisUrl: string;
  queuePrefix: string;
}): Env =>
  readEnv({
    DATABASE_URL: servers.databaseUrl,
    REDIS_URL: servers.redisUrl,
    SMTP_URL: 'smtp://127.0.0.1:1',
    SMS_GATEWAY_URL: 'http://127.0.0.1:1',
    APP_SECRET: 'a secret of the tests, 32 characters or more',
    ADDRESS_SECRET: 'another secret of the tests, as long as that',
    INSTALLATION_ID: 'tests',
    PUBLIC_URL: publicUrl,
    MAIL_DOMAIN: 'saphan.test',
    QUEUE_PREFIX: servers.queuePrefix,
    LOG_LEVEL: process.env.TEST_LOG_LEVEL ?? 'silent',
    DATABASE_CONNECTIONS: '5',
  });

/** The same settings for a process of its own, which is silent and listens on a port that is free. */
export const processEnv = (env: Env): Record<string, string> => ({
  PATH: process.env.PATH ?? '',
  DATABASE_URL: env.databaseUrl,
  REDIS_URL: env.redisUrl,
  SMTP_URL: env.smtpUrl,
  SMS_GATEWAY_URL: env.smsGatewayUrl,
  APP_SECRET: env.appSecret,
  ADDRESS_SECRET: env.addressSecret,
  INSTALLATION_ID: env.installationId,
  PUBLIC_URL: env.publicUrl,
  MAIL_DOMAIN: env.mailDomain,
  QUEUE_PREFIX: env.queuePrefix,
  PORT: '0',
  LOG_LEVEL: 'silent',
  ...(env.inboundImapUrl && { INBOUND_IMAP_URL: env.inboundImapUrl }),
  ...(env.ses && {
    MAIL_TRANSPORT: env.mailTransport,
    SES_ENDPOINT: env.ses.endpoint,
    AWS_REGION: env.ses.region,
    AWS_ACCESS_KEY_ID: env.ses.accessKeyId,
    AWS_SECRET_ACCESS_KEY: env.ses.secretAccessKey,
  }),
});
