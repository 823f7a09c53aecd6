import { outcomeOfNodemailerError } from './nodemailer-outcome.js';

const error = <T extends object>(fields: T) => Object.assign(new Error('x'), fields);

describe('what a failed SMTP attempt means', () => {
  it('reads a reply to one message by its class, with the enhanced status', () => {
    const refused = error({
      code: 'EENVELOPE',
      command: 'RCPT TO',
      responseCode: 550,
      response: '550 5.1.1 <x@example.test> No such user',
    });
    expect(outcomeOfNodemailerError(refused, false)).toEqual({
      state: 'failed',
      code: 550,
      status: '5.1.1',
      text: refused.response,
    });
    const later = error({
      command: 'DATA',
      responseCode: 451,
      response: '451 4.7.1 Greylisted',
    });
    expect(outcomeOfNodemailerError(later, true)).toEqual({
      state: 'deferred',
      code: 451,
      status: '4.7.1',
      text: '451 4.7.1 Greylisted',
    });
  });

  it('calls a break after the whole message uncertain, and one before it not', () => {
    const broken = error({ code: 'ESOCKET', command: 'DATA' });
    expect(outcomeOfNodemailerError(broken, true)).toEqual({ state: 'uncertain' });
    expect(outcomeOfNodemailerError(broken, false).state).toBe('unavailable');
  });

  it.each([
    ['no connection', { code: 'ECONNECTION', command: 'CONN' }],
    ['wrong password', { code: 'EAUTH', command: 'AUTH PLAIN', responseCode: 535 }],
    ['server going down', { code: 'EPROTOCOL', command: 'CONN', responseCode: 421 }],
    ['421 instead of an answer', { code: 'EMESSAGE', command: 'DATA', responseCode: 421 }],
    ['refused greeting', { code: 'EPROTOCOL', command: 'EHLO', responseCode: 554 }],
  ])('blames nobody for %s', (_, fields) => {
    expect(outcomeOfNodemailerError(error(fields), false).state).toBe('unavailable');
  });

  it('knows that a 421 to the final dot refused the message', () => {
    const closing = error({ command: 'DATA', responseCode: 421, response: '421 4.3.2 bye' });
    expect(outcomeOfNodemailerError(closing, true).state).toBe('unavailable');
  });
});
