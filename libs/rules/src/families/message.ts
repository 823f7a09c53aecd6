import { readWindow, windowKind } from '../behaviour/window.js';
import { among } from '../among.js';
import type { Family } from '../family.js';
import { readId } from '../ids.js';
import { messageRows, soonestSql } from '../message/sql.js';
import { rangesOf } from '../message/found.js';
import { LAST_LINK, messageShape, messageWindows } from '../message/shape.js';
import { whats } from '../message/whats.js';
import { readCount } from '../operands/numbers.js';
import { byChannel, channels } from '../purposes.js';
import type { Reader } from '../reader.js';
import type { Words } from '../schema.js';
import { not } from '../sql.js';
import { presence } from '../time/presence.js';
import type { MessageCondition, MessageWhat, MessageWindow, Window } from '../tree.js';

const names = Object.keys(whats) as MessageWhat[];

const words = {
  message: { en: 'a message{channel}{campaign}', th: 'ข้อความ{channel}{campaign}' },
  campaign: { en: ' of the campaign {name}', th: 'ของแคมเปญ {name}' },
  anyLink: { en: 'a link', th: 'ลิงก์' },
  link: { en: 'link {position}', th: 'ลิงก์ที่ {position} ' },
  machines: {
    en: '(mail programs and scanners counted)',
    th: '(นับโปรแกรมอีเมลและเครื่องตรวจด้วย)',
  },
} as const satisfies { readonly [part: string]: Words };

const isMessageWindow = (window: Window): window is MessageWindow =>
  messageWindows.some((kind) => kind === window.kind);

function readMessageWindow(reader: Reader): MessageWindow | undefined {
  const window = readWindow(reader);
  if (window === undefined || isMessageWindow(window)) return window;
  return reader.fail('bad_value', 'Messages are looked for ever, last or between.');
}

/** Optional: null when it is left out. */
const optional = <T>(
  reader: Reader,
  read: (reader: Reader) => T | undefined,
): T | null | undefined => (reader.missing || reader.json === null ? null : read(reader));

function readLink(reader: Reader, what: MessageWhat | undefined): number | undefined {
  if (what === undefined || what === 'clicked') return readCount(reader, 0, LAST_LINK);
  return reader.fail('bad_value', 'Only clicks are on a link.');
}

function readMachines(reader: Reader, what: MessageWhat | undefined): boolean | undefined {
  const { json } = reader;
  if (reader.missing || json === false) return false;
  if (json !== true) return reader.fail('bad_value', 'true or false is expected here.');
  if (what === undefined || whats[what].machines) return true;
  return reader.fail('bad_value', 'Machines only open and click.');
}

/** What became of messages to the contact, within a window. */
export const message: Family<MessageCondition> = {
  shape: messageShape,
  read: (reader) => {
    reader.object([
      'kind',
      'operator',
      'what',
      'campaign',
      'channel',
      'window',
      'link',
      'machines',
    ]);
    const operator = reader.at('operator').word(['did', 'did_not'], 'unknown_operator');
    const what = reader.at('what').word(names);
    const campaign = optional(reader.at('campaign'), (id) => readId(id, 'a campaign'));
    const channel = optional(reader.at('channel'), (place) => place.word(channels));
    const window = readMessageWindow(reader.at('window'));
    const link = optional(reader.at('link'), (place) => readLink(place, what));
    const machines = readMachines(reader.at('machines'), what);
    if (!operator || !what || campaign === undefined || channel === undefined) return undefined;
    if (!window || link === undefined || machines === undefined) return undefined;
    return { kind: 'message', operator, what, campaign, channel, window, link, machines };
  },
  check: () => undefined,
  evaluate: (node, { facts, present }) => {
    const ranges = rangesOf(node, facts.messages(), present.instants);
    const { count, changesAt } = presence(ranges, present.now);
    const verdict = count > 0 === (node.operator === 'did');
    return { verdict, expected: node.operator, found: count, changesAt };
  },
  toSql: (node, { present }) => {
    const did = among(messageRows(node, present.instants));
    return node.operator === 'did' ? did : not(did);
  },
  say: ({ operator, what, campaign, channel, window, link, machines }, { schema, speaker }) => {
    const phrase = (text: Words, holes = {}) => speaker.phrase(text, holes);
    const name = campaign === null ? '' : (schema.campaign(campaign) ?? campaign);
    const message = phrase(words.message, {
      campaign: name && phrase(words.campaign, { name: speaker.quote(name) }),
      channel: channel ? phrase(byChannel[channel]) : '',
    });
    const position = link === null ? '' : speaker.number(link);
    const { did, didNot } = whats[what];
    const clause = phrase(operator === 'did' ? did : didNot, {
      message,
      link: link === null ? phrase(words.anyLink) : phrase(words.link, { position }),
    });
    const when = windowKind(window).say(window, speaker).trim();
    return [clause, when, machines ? phrase(words.machines) : ''].filter(Boolean).join(' ');
  },
  needs: (_, found) => void (found.messages = true),
  soonest: (node, { present }) => soonestSql(node, present.instants),
  cost: () => 3,
};
