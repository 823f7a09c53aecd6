import type { OpenedLetter } from '../catcher.js';
import { addressesIn } from './addresses.js';
import type { Behaviour } from './behaviour.js';
import { later, onArrival } from './visits.js';

const letter: OpenedLetter = {
  id: '7',
  to: ['a@example.test'],
  headers: [
    { name: 'List-Unsubscribe', value: '<http://127.0.0.1:3000/u/leave>' },
    { name: 'List-Unsubscribe-Post', value: 'List-Unsubscribe=One-Click' },
  ],
  html: `<a href="http://127.0.0.1:3000/t/c/one">1</a> <a href="http://127.0.0.1:3000/t/c/two?x=1&amp;y=2">2</a>
    <a href="http://127.0.0.1:3000/t/c/one">again</a> <a href="http://127.0.0.1:3000/u/leave">bye</a>
    <img src="http://127.0.0.1:3000/t/o/pixel.gif" width="1">`,
};
const quiet: Behaviour = { mailbox: 'plain', opens: false, clicks: 0, unsubscribes: false };
const addresses = addressesIn(letter);

describe('addressesIn', () => {
  it('finds the pixel, each tracked link once, and the one click', () => {
    expect(addresses).toEqual({
      pixel: 'http://127.0.0.1:3000/t/o/pixel.gif',
      clicks: ['http://127.0.0.1:3000/t/c/one', 'http://127.0.0.1:3000/t/c/two?x=1&y=2'],
      oneClick: 'http://127.0.0.1:3000/u/leave',
    });
  });

  it('allows no one click without the second header', () => {
    const headers = letter.headers.slice(0, 1);
    expect(addressesIn({ ...letter, headers }).oneClick).toBeNull();
  });

  it('finds nothing in a message without HTML', () => {
    const bare = addressesIn({ ...letter, html: null, headers: [] });
    expect(bare).toEqual({ pixel: null, clicks: [], oneClick: null });
  });
});

describe('visits', () => {
  it('let the quiet be quiet', () => {
    expect(onArrival(quiet, addresses, 1)).toEqual([]);
    expect(later(quiet, addresses, 1)).toEqual([]);
  });

  it('let scanners follow every link, and link checkers ask without reading', () => {
    const methods = (mailbox: Behaviour['mailbox']) =>
      onArrival({ ...quiet, mailbox }, addresses, 1).map(({ method, url }) => [method, url]);
    expect(methods('scanner')).toEqual(addresses.clicks.map((url) => ['GET', url]));
    expect(methods('link_checker')).toEqual(addresses.clicks.map((url) => ['HEAD', url]));
  });

  it('let a privacy proxy fetch the pixel although nobody opens', () => {
    const [visit, ...rest] = later({ ...quiet, mailbox: 'privacy' }, addresses, 1);
    expect(visit).toMatchObject({ url: addresses.pixel, headers: { 'user-agent': 'Mozilla/5.0' } });
    expect(rest).toEqual([]);
  });

  it('open first, then click, then leave by one POST without cookies', () => {
    const active: Behaviour = { mailbox: 'proxy', opens: true, clicks: 2, unsubscribes: true };
    const visits = later(active, addresses, 1);
    expect(visits.map(({ method }) => method)).toEqual(['GET', 'GET', 'GET', 'POST']);
    expect(visits[0]?.headers['user-agent']).toContain('GoogleImageProxy');
    expect(new Set(visits.slice(1, 3).map(({ url }) => url))).toEqual(new Set(addresses.clicks));
    expect(visits[3]).toEqual({
      method: 'POST',
      url: addresses.oneClick,
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
      body: 'List-Unsubscribe=One-Click',
    });
  });
});
