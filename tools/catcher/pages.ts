import type { CaughtMessage, CaughtPage } from './caught.js';
import type { OpenedMessage } from './opened.js';
import { texts, type Language } from './texts.js';

const style = `
  :root { color-scheme: light dark; font: 15px/1.5 system-ui, 'Noto Sans Thai', sans-serif; }
  body { margin: 0 auto; max-width: 72rem; padding: 1rem; }
  h1 { font-size: 1.3rem; margin: 0; overflow-wrap: anywhere; }
  table { border-collapse: collapse; width: 100%; margin: 1rem 0; }
  th, td { text-align: start; padding: .3rem .5rem; border-bottom: 1px solid #8884; vertical-align: top; }
  td, p { overflow-wrap: anywhere; }
  @media (max-width: 40rem) { .list th:first-child, .list td:first-child, .list th:last-child, .list td:last-child { display: none; } }
  input, button { font: inherit; padding: .25rem .5rem; }
  nav { display: flex; gap: 1rem; }
  iframe { width: 100%; height: 40rem; border: 1px solid #8886; background: #fff; }
  pre { white-space: pre-wrap; overflow-wrap: anywhere; border: 1px solid #8884; padding: .7rem; }`;

/** The list of caught messages, newest first. */
export function listPage(
  page: CaughtPage,
  counts: { email: number; sms: number },
  filter: { to: string; campaign: string; after: string },
  language: Language,
): string {
  const say = texts[language];
  const isFiltered = filter.to !== '' || filter.campaign !== '';
  const rows = page.messages.map((message) => row(message)).join('');
  const table = `<table class="list"><thead><tr><th>${say.time}</th><th>${say.recipient}</th>
    <th>${say.subject}</th><th>${say.campaign}</th><th>${say.size}</th></tr></thead>
    <tbody>${rows}</tbody></table>`;
  const address = (after: string) =>
    `/?${new URLSearchParams({ to: filter.to, campaign: filter.campaign, after }).toString()}`;
  return frame(
    say.title,
    language,
    `<h1>${say.title}</h1>
    <p>${counts.email} ${say.email}, ${counts.sms} ${say.sms}. ${say.explanation}</p>
    <form>
      <label>${say.recipient} <input name="to" value="${escape(filter.to)}"></label>
      <label>${say.campaign} <input name="campaign" size="12" value="${escape(filter.campaign)}"></label>
      <button>${say.filter}</button>
    </form>
    ${rows === '' ? `<p>${isFiltered ? say.noneFound : say.none}</p>` : table}
    <nav>${filter.after === '' ? '' : `<a href="${escape(address(''))}">${say.newest}</a>`}
    ${page.next === null ? '' : `<a href="${escape(address(page.next))}">${say.older}</a>`}</nav>`,
  );
}

function row(message: CaughtMessage): string {
  const campaign = message.campaign;
  const filter = `/?${new URLSearchParams({ campaign }).toString()}`;
  return `<tr>
    <td>${escape(message.at.slice(0, 19).replace('T', ' '))}</td>
    <td>${escape(message.to.join(', '))}</td>
    <td><a href="/messages/${message.id}">${escape(message.subject || `${message.kind} ${message.id}`)}</a></td>
    <td>${campaign === '' ? '' : `<a href="${escape(filter)}">${escape(campaign)}</a>`}</td>
    <td>${message.size}</td></tr>`;
}

/** One message. Its HTML stands in a frame that runs no script and has no origin. */
export function messagePage(message: OpenedMessage, language: Language): string {
  const say = texts[language];
  const source = `/api/messages/${message.id}/source`;
  const title = message.subject || `${message.kind} ${message.id}`;
  const headers = message.headers
    .map(({ name, value }) => `<tr><th>${escape(name)}</th><td>${escape(value)}</td></tr>`)
    .join('');
  const html = `<h2>${say.page}</h2>
    <iframe title="${escape(title)}" src="/messages/${message.id}/html" referrerpolicy="no-referrer"
      sandbox="allow-popups allow-popups-to-escape-sandbox"></iframe>`;
  const attachments = message.attachments
    .map(
      ({ filename, type, size }) => `<li>${escape(`${filename ?? '–'} (${type}, ${size})`)}</li>`,
    )
    .join('');
  return frame(
    title,
    language,
    `<nav><a href="/">${say.back}</a> <a href="${source}">${say.source}</a></nav>
    <h1>${escape(title)}</h1>
    <p>${say.from}: ${escape(message.author || message.from)}<br>${say.recipient}: ${escape(message.to.join(', '))}<br>
    ${message.author === '' ? '' : `${say.envelope}: ${escape(message.from)}<br>`}
    ${say.time}: ${escape(message.at)}</p>
    ${message.html === null ? '' : html}
    <h2>${say.text}</h2><pre>${escape(message.text)}</pre>
    ${attachments === '' ? '' : `<h2>${say.attachments}</h2><ul>${attachments}</ul>`}
    ${headers === '' ? '' : `<h2>${say.headers}</h2><table>${headers}</table>`}`,
  );
}

function frame(title: string, language: Language, body: string): string {
  return `<!doctype html><html lang="${language}"><head><meta charset="utf-8">
    <meta name="viewport" content="width=device-width"><title>${escape(title)}</title>
    <style>${style}</style></head><body>${body}</body></html>`;
}

function escape(text: string): string {
  const entities: Record<string, string> = {
    '&': '&amp;',
    '<': '&lt;',
    '>': '&gt;',
    '"': '&quot;',
  };
  return text.replace(/[&<>"]/g, (character) => entities[character] as string);
}
