/**
 * Hosts of public link shorteners. Thai operators hold back messages with their links (the National
 * Broadcasting and Telecommunications Commission has them do so), and a reader cannot see where they lead.
 */
const shorteners = new Set(
  `bit.ly bitly.com j.mp tinyurl.com t.co goo.gl ow.ly is.gd v.gd buff.ly cutt.ly rebrand.ly t.ly tiny.cc
   rb.gy s.id shorturl.at shorturl.asia short.gy short.io bl.ink bit.do adf.ly lnkd.in soo.gd shorte.st
   clck.ru u.to t2m.io qr.ae rotf.lol tny.im x.co urlzs.com dub.sh shrtco.de`.split(/\s+/),
);

/** The public shortener that an address leads by; null when it leads by none. */
export function shortenerIn(url: string): string | null {
  const host = /^https?:\/\/([^/?#:]+)/i
    .exec(url)?.[1]
    ?.toLowerCase()
    .replace(/^www\./, '');
  return host !== undefined && shorteners.has(host) ? host : null;
}
