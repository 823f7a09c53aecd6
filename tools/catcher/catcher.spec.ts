import { appendFileSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createTransport } from 'nodemailer';
import { CaughtPages, CaughtStore, MailCatcher, SmsCatcher } from './index.js';

let directory: string;
let store: CaughtStore;
let mail: MailCatcher;
let sms: SmsCatcher;
let pages: CaughtPages;

beforeEach(async () => {
  directory = mkdtempSync(path.join(tmpdir(), 'catcher-'));
  await open();
});
afterEach(async () => {
  await closeAll();
  rmSync(directory, { recursive: true });
});

async function open(): Promise<void> {
  store = await CaughtStore.open(directory);
  mail = await MailCatcher.start(store);
  sms = await SmsCatcher.start(store);
  pages = await CaughtPages.start(store);
}

async function closeAll(): Promise<void> {
  await Promise.all([mail.stop(), sms.stop(), pages.stop()]);
  await store.close();
}

async function sendMail(to: string, campaign = '7', subject = 'ลดราคา'): Promise<unknown> {
  const transport = createTransport({ url: mail.url, connectionTimeout: 2_000 });
  return transport
    .sendMail({
      from: { name: 'ร้าน', address: 'shop@example.test' },
      envelope: { from: 'b-1@bounce.example.test', to },
      to,
      subject,
      text: 'สวัสดี',
      html: '<p>สวัสดี <script>alert(1)</script></p>',
      headers: { 'X-Saphan-Campaign': campaign },
    })
    .finally(() => transport.close());
}

const postSms = (body: unknown): Promise<Response> =>
  fetch(`${sms.url}/sms/messages`, { method: 'POST', body: JSON.stringify(body) });

const anSms = { id: 'd-1', from: 'SAPHAN', to: '+66812345678', text: 'สวัสดี', campaign: '7' };

async function get<T>(where: string): Promise<T> {
  return (await (await fetch(`${pages.url}${where}`)).json()) as T;
}

interface List {
  messages: { id: string; to: string[]; subject: string; from: string }[];
  next: string | null;
}

describe('the mail catcher', () => {
  it('keeps the envelope, the decoded subject and the campaign, and shows the message', async () => {
    await sendMail('a@example.test');
    const { messages } = await get<List>('/api/messages?campaign=7');
    expect(messages).toEqual([
      expect.objectContaining({
        id: '1',
        from: 'b-1@bounce.example.test',
        to: ['a@example.test'],
        subject: 'ลดราคา',
      }),
    ]);
    const opened = await get<{ text: string; html: string }>('/api/messages/1');
    expect(opened.text.trim()).toBe('สวัสดี');
    expect(opened.html).toContain('<script>');
    expect(await get('/api/counts?campaign=7')).toEqual({ email: 1, sms: 0 });
    expect(await get('/api/counts?campaign=8')).toEqual({ email: 0, sms: 0 });
  });

  it('pages newest first and filters by part of the recipient', async () => {
    for (const to of ['a@x.test', 'b@x.test', 'c@x.test', 'a@y.test']) await sendMail(to);
    const first = await get<List>('/api/messages?limit=2');
    expect(first.messages.map(({ id }) => id)).toEqual(['4', '3']);
    const second = await get<List>(`/api/messages?limit=2&after=${first.next}`);
    expect(second.messages.map(({ id }) => id)).toEqual(['2', '1']);
    expect(second.next).toBeNull();
    const found = await get<List>('/api/messages?to=A@');
    expect(found.messages.map(({ id }) => id)).toEqual(['4', '1']);
  });

  it('keeps everything over a restart, and forgets a line that was cut short', async () => {
    await sendMail('a@example.test');
    await postSms(anSms);
    await closeAll();
    appendFileSync(path.join(directory, 'caught.jsonl'), '{"id":"3","kind":"em');
    await open();
    expect(store.count()).toEqual({ email: 1, sms: 1 });
    await sendMail('b@example.test');
    expect(store.list({ limit: 9 }).messages.map(({ id }) => id)).toEqual(['3', '2', '1']);
    expect((await store.read('3'))?.toString()).toContain('To: b@example.test');
    expect((await postSms(anSms)).status).toBe(200);
  });

  it('runs no script of a message', async () => {
    await sendMail('a@example.test');
    const response = await fetch(`${pages.url}/messages/1/html`);
    expect(response.headers.get('content-security-policy')).toMatch(
      /^sandbox allow-popups .*default-src 'none'/,
    );
    const page = await fetch(`${pages.url}/messages/1`, { headers: { 'accept-language': 'th' } });
    const body = await page.text();
    expect(body).toContain('<iframe');
    expect(body).toContain('ผู้รับ');
    expect(body).toContain('ผู้ส่ง: ร้าน &lt;shop@example.test&gt;');
    expect(body).not.toContain('<script');
  });

  it('escapes what a message says in the list', async () => {
    await sendMail('a@example.test', '7', '<img src=x onerror=alert(1)>');
    expect(await (await fetch(`${pages.url}/`)).text()).not.toContain('<img');
  });

  it.each(['/api/messages?limit=0', '/api/messages?after=x', '/api/messages?kind=fax'])(
    'refuses %s',
    async (where) => {
      expect((await fetch(`${pages.url}${where}`)).status).toBe(400);
    },
  );
});

describe('its faults', () => {
  it('refuses a recipient for good, and another one for a while', async () => {
    mail.faults
      .add({ to: /^gone@/, fault: { do: 'reply', code: 550, text: '5.1.1 no such user' } })
      .add({ times: 2, fault: { do: 'reply', code: 451, text: '4.3.0 later', at: 'data' } });
    await expect(sendMail('gone@example.test')).rejects.toMatchObject({ responseCode: 550 });
    await expect(sendMail('a@example.test')).rejects.toMatchObject({ responseCode: 451 });
    await expect(sendMail('a@example.test')).rejects.toMatchObject({ responseCode: 451 });
    await sendMail('a@example.test');
    expect(store.count()).toEqual({ email: 1, sms: 0 });
  });

  it('breaks the connection before the message, which is not kept', async () => {
    mail.faults.add({ times: 1, fault: { do: 'drop-before' } });
    await expect(sendMail('a@example.test')).rejects.toThrow();
    expect(store.count().email).toBe(0);
  });

  it('breaks the connection after the message, which is kept', async () => {
    mail.faults.add({ times: 1, fault: { do: 'drop-after' } });
    await expect(sendMail('a@example.test')).rejects.toThrow();
    expect(store.count().email).toBe(1);
  });

  it('answers late', async () => {
    mail.faults.add({ fault: { do: 'delay', milliseconds: 300 } });
    const began = performance.now();
    await sendMail('a@example.test');
    expect(performance.now() - began).toBeGreaterThan(290);
  });
});

describe('the SMS catcher', () => {
  it('keeps a message once, however often it is asked', async () => {
    const answers = await Promise.all([postSms(anSms), postSms(anSms), postSms(anSms)]);
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 200, 201]);
    for (const answer of answers) expect(await answer.json()).toEqual({ messageId: 'sms-1' });
    expect(await get('/api/counts?campaign=7')).toEqual({ email: 0, sms: 1 });
    expect(await get('/api/messages/1')).toMatchObject({ text: 'สวัสดี', to: ['+66812345678'] });
  });

  it.each([
    ['a number that is not E.164', { ...anSms, to: '0812345678' }, 400],
    ['a missing text', { ...anSms, text: undefined }, 400],
    ['something else', 'hello', 400],
    ['too much', { ...anSms, text: 'x'.repeat(70_000) }, 413],
  ])('refuses %s', async (_what, body, status) => {
    expect((await postSms(body)).status).toBe(status);
    expect(store.count().sms).toBe(0);
  });

  it('breaks off after it kept the message, whose repetition then succeeds', async () => {
    sms.faults.add({ times: 1, fault: { do: 'drop-after' } });
    await expect(postSms(anSms)).rejects.toThrow();
    expect((await postSms(anSms)).status).toBe(200);
    expect(store.count().sms).toBe(1);
  });

  it('insists on its token', async () => {
    const strict = await SmsCatcher.start(store, { token: 'secret' });
    const post = (authorization: string) =>
      fetch(`${strict.url}/sms/messages`, {
        method: 'POST',
        body: JSON.stringify(anSms),
        headers: { authorization },
      });
    expect((await post('Bearer wrong')).status).toBe(401);
    expect((await post('Bearer secret')).status).toBe(201);
    await strict.stop();
  });
});
