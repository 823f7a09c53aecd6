import { refusalOf } from '../bounces/refusal.js';
import { outcomeOfAnswer } from './ses-outcome.js';

const answer = (status: number, name = '', message = '') =>
  outcomeOfAnswer({
    status,
    headers: name ? { 'x-amzn-errortype': `${name}:http://internal.amazon.com/coral/` } : {},
    body: JSON.stringify({ message }),
  });

const notVerified =
  'Email address is not verified. The following identities failed the check in region AP-SOUTHEAST-1: news@shop.example.test';

describe('what SES answers', () => {
  it.each([
    ['an account that is closed', 400, 'AccountSuspendedException'],
    ['an account that is paused', 400, 'SendingPausedException'],
    ['a day that is used up', 400, 'LimitExceededException'],
    ['a key that is not known', 403, 'UnrecognizedClientException'],
    ['a clock that is wrong', 403, 'InvalidSignatureException'],
    ['rights that are missing', 403, 'AccessDeniedException'],
    ['a service that is away', 503, ''],
    ['an address that is no API', 404, ''],
  ])('%s is about everything', (_, status, name) => {
    expect(answer(status, name)).toMatchObject({ state: 'unavailable' });
  });

  it.each([
    ['too many a second', 429, 'TooManyRequestsException', '454'],
    ['too many a second, as other services say it', 400, 'ThrottlingException', '454'],
    ['an error of its own', 500, 'InternalFailure', '451'],
    ['what nobody knows', 418, 'TeapotException', '451'],
    ['a redirect', 307, '', '451'],
  ])('%s passes', (_, status, name, code) => {
    expect(answer(status, name)).toMatchObject({ state: 'deferred', code: Number(code) });
  });

  it.each([
    ['MailFromDomainNotVerifiedException', 'The domain is not verified.'],
    ['MessageRejected', notVerified],
    ['BadRequestException', 'Source address is not verified.'],
    ['NotFoundException', 'Configuration set does not exist.'],
  ])('%s may be mended, and costs other senders nothing', (name, text) => {
    const outcome = answer(400, name, text);
    expect(outcome).toMatchObject({ state: 'deferred', ofSender: true });
    // Should it not be: it says nothing of the recipient.
    expect(refusalOf('email', outcome)?.class).not.toBe('hard');
  });

  it('a message that it does not want fails alone, and blames the message', () => {
    const outcome = answer(400, 'MessageRejected', 'Message contains invalid content.');
    expect(outcome).toMatchObject({ state: 'failed', code: 554, status: '5.6.0' });
    expect(refusalOf('email', outcome)).toMatchObject({ class: 'block', rule: 'content' });
    expect(answer(413)).toMatchObject({ state: 'failed', code: 552, status: '5.3.4' });
  });

  it('a request that it does not understand fails alone, and suppresses nobody', () => {
    const outcome = answer(400, 'BadRequestException', 'Missing final @domain');
    expect(outcome).toMatchObject({ state: 'failed', code: 554, text: 'Missing final @domain' });
    expect(refusalOf('email', outcome)?.class).toBe('unknown');
  });

  it.each([502, 504])('%d tells nobody what became of it', (status) => {
    expect(answer(status)).toEqual({ state: 'uncertain' });
  });

  it('200 is taken, whether its words came or not', () => {
    const ok = (body: string) => outcomeOfAnswer({ status: 200, headers: {}, body });
    expect(ok('{"MessageId":"0100-1"}')).toEqual({ state: 'accepted', code: 250, providerId: '0100-1' }); // prettier-ignore
    for (const body of ['', '{"Mess', 'null', '[]', '{"MessageId":7}'])
      expect(ok(body)).toEqual({ state: 'accepted', code: 250, providerId: null });
  });

  it('reads the name of an error from the body, too', () => {
    const body = '{"__type":"com.amazonaws.sesv2#SendingPausedException"}';
    expect(outcomeOfAnswer({ status: 400, headers: {}, body }).state).toBe('unavailable');
  });
});
