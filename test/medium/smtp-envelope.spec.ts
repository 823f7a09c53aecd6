import { readSmtpAddresses, SmtpSender, type EmailMessage } from '#libs/messaging';
import { ScriptedSmtp } from '../support/scripted-smtp.js';

const message = (to: string): EmailMessage => ({
  channel: 'email',
  messageId: 'm1@example.test',
  envelopeFrom: 'b-1@example.test',
  to,
  from: { name: 'shop', address: 'shop@example.test' },
  replyTo: null,
  subject: 'Sale',
  html: '<p>Sale</p>',
  text: 'Sale',
  headers: {},
});

describe('the envelope of a message', () => {
  let server: ScriptedSmtp;
  let sender: SmtpSender;
  beforeEach(async () => {
    server = await ScriptedSmtp.start({}, ['PIPELINING']);
    const limits = { connections: 1, silenceMs: 1500, attemptMs: 4000 };
    sender = new SmtpSender({ servers: readSmtpAddresses(server.url), ...limits });
  });
  afterEach(async () => {
    await sender.close();
    server.stop();
  });
  const named = () => server.heard.filter((line) => /^RCPT/i.test(line));

  it.each([
    ['another command', 'a@example.test>\r\nRCPT TO:<victim@example.test'],
    ['a command without its carriage return', 'a@example.test>\nRCPT TO:<victim@example.test'],
    ['the end of a message', 'a@example.test\r\n.\r\n'],
    ['a parameter', 'a@example.test> NOTIFY=NEVER'],
    ['a second address', 'a@example.test,<b@example.test>'],
    ['an octet of nothing', 'a\0@example.test'],
    ['another command in quotes', '"a\r\nRSET\r\n"@example.test'],
    ['quotes that do not end', '"a@example.test'],
    ['nothing', ''],
  ])('holds %s never: such a message fails alone', async (_what, to) => {
    const [bad, good] = await Promise.all([to, 'c@example.test'].map((each) => sender.send(message(each)))); // prettier-ignore
    expect(bad).toEqual({ state: 'failed', code: null, status: '5.1.3' });
    expect(good).toMatchObject({ state: 'accepted' });
    expect(named()).toEqual(['RCPT TO:<c@example.test>']);
  });

  it.each([
    '"john smith"@example.test',
    '"a>b\\"c"@example.test',
    'o’neil@example.test',
    'a+b@[192.0.2.1]',
    'postmaster',
  ])('holds %s as it is', async (to) => {
    await sender.send(message(to));
    // Without SMTPUTF8 the server never hears of one that needs it.
    const heard = /^[ -~]*$/.test(to) ? [`RCPT TO:<${to}>`] : [];
    expect(named()).toEqual(heard);
  });
});
