import { readEnv } from './env.js';

const good = {
  DATABASE_URL: 'mysql://app:pw@127.0.0.1:3306/saphan',
  REDIS_URL: 'redis://127.0.0.1:6379',
  SMTP_URL: 'smtp://127.0.0.1:2525',
  SMS_GATEWAY_URL: 'http://127.0.0.1:2526/sms/messages',
  APP_SECRET: 'a'.repeat(32),
  ADDRESS_SECRET: 'b'.repeat(32),
  INSTALLATION_ID: 'shop-1',
  PUBLIC_URL: 'https://m.example.test/',
  MAIL_DOMAIN: 'mail.example.test',
};

describe('readEnv', () => {
  it('reads a complete environment and drops the trailing slash', () => {
    expect(readEnv(good)).toMatchObject({
      publicUrl: 'https://m.example.test',
      timeZone: 'Asia/Bangkok',
      port: 3000,
    });
  });

  it('is told which installation it belongs to', () => {
    expect(readEnv(good).installationId).toBe('shop-1');
    expect(() => readEnv({ ...good, INSTALLATION_ID: undefined })).toThrow(
      'INSTALLATION_ID is not set',
    );
    expect(() => readEnv({ ...good, INSTALLATION_ID: 'a b' })).toThrow('INSTALLATION_ID must have');
  });

  it('listens for mails only where it is told to', () => {
    expect(readEnv(good).inboundListen).toBeNull();
    const listen = (INBOUND_LISTEN: string) => readEnv({ ...good, INBOUND_LISTEN }).inboundListen;
    expect(listen('lmtp://127.0.0.1:2424')).toBe('lmtp://127.0.0.1:2424');
    expect(() => listen('lmtp://127.0.0.1')).toThrow('INBOUND_LISTEN must name a port');
    expect(() => listen('http://127.0.0.1:25')).toThrow('INBOUND_LISTEN must be an address');
  });

  it('takes events of providers only with what proves that it is they who call', () => {
    expect(readEnv(good)).toMatchObject({ sesTopicArn: null, sendgridKey: null, mailgunKey: null });
    const wrong = {
      SES_TOPIC_ARN: 'bounces',
      SENDGRID_WEBHOOK_KEY: 'AAAA',
      POSTMARK_WEBHOOK_LOGIN: 'user:short',
    };
    for (const name of Object.keys(wrong))
      expect(() => readEnv({ ...good, ...wrong })).toThrow(`${name} must be`);
  });

  it('names every variable that is missing or wrong, in one go', () => {
    const attempt = () =>
      readEnv({
        ...good,
        DATABASE_URL: undefined,
        REDIS_URL: 'http://x',
        APP_SECRET: 'short',
        PORT: '70000',
        ORGANISATION_TIME_ZONE: 'Siam/Old',
      });
    for (const name of [
      'DATABASE_URL',
      'REDIS_URL',
      'APP_SECRET',
      'PORT',
      'ORGANISATION_TIME_ZONE',
    ])
      expect(attempt).toThrow(name);
  });
});
