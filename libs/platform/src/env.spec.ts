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

  it('reads a mailbox only where it is told to', () => {
    expect(readEnv(good).inboundImapUrl).toBeNull();
    const read = (INBOUND_IMAP_URL: string) =>
      readEnv({ ...good, INBOUND_IMAP_URL }).inboundImapUrl;
    expect(read('imaps://u:p@imap.example.test/INBOX')).toContain('imaps://');
    expect(() => read('pop3://u:p@pop.example.test')).toThrow('INBOUND_IMAP_URL must be');
  });

  it('needs for SES what SES needs, and no mail server', () => {
    expect(readEnv(good).ses).toBeNull();
    const ses = {
      ...good,
      SMTP_URL: undefined,
      MAIL_TRANSPORT: 'ses',
      AWS_REGION: 'ap-southeast-1',
      AWS_ACCESS_KEY_ID: 'AKIDEXAMPLE',
      AWS_SECRET_ACCESS_KEY: 'secret',
    };
    expect(readEnv(ses).ses).toEqual({
      region: 'ap-southeast-1',
      endpoint: 'https://email.ap-southeast-1.amazonaws.com',
      accessKeyId: 'AKIDEXAMPLE',
      secretAccessKey: 'secret',
    });
    const missing = () => readEnv({ ...ses, AWS_REGION: '', AWS_ACCESS_KEY_ID: undefined });
    for (const name of ['AWS_REGION', 'AWS_ACCESS_KEY_ID']) expect(missing).toThrow(name);
    expect(() => readEnv({ ...good, MAIL_TRANSPORT: 'pigeon' })).toThrow('MAIL_TRANSPORT');
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

  it('wants of text messages only what their transport needs, and all of that', () => {
    const without = { ...good, SMS_GATEWAY_URL: undefined };
    expect(() => readEnv(without)).toThrow('SMS_GATEWAY_URL is not set');
    expect(() => readEnv({ ...without, SMS_TRANSPORT: 'pigeon' })).toThrow('SMS_TRANSPORT');
    expect(() => readEnv({ ...without, SMS_TRANSPORT: 'smpp' })).toThrow('SMPP_URL is not set');
    expect(() => readEnv({ ...without, SMS_TRANSPORT: 'twilio' })).toThrow('TWILIO_LOGIN');
    const smpp = { SMS_TRANSPORT: 'smpp', SMPP_URL: 'ssmpp://id:password@smsc.example.test:3550' };
    expect(readEnv({ ...without, ...smpp })).toMatchObject({ smsGatewayUrl: '', smppWindow: 10 });
    expect(() => readEnv({ ...good, SMS_INBOUND_TOKEN: 'short' })).toThrow('SMS_INBOUND_TOKEN');
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
