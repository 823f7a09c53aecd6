import { systemClock } from '#libs/kernel';
import {
  NodemailerChannel,
  readSmtpAddresses,
  SesChannel,
  SmtpSender,
  type Channel,
  type EmailMessage,
} from '#libs/messaging';
import { ScriptedSmtp, type Script } from '../scripted-smtp.js';
import { sesKey, SesServer, type SesFault } from './ses-server.js';

/** How the next hop behaves, whatever it speaks. */
export type Behaviour =
  | 'polite'
  | 'refuses the message'
  | 'refuses for now'
  | 'refuses the sender'
  | 'does not know us'
  | 'breaks within the message'
  | 'breaks after the message'
  | 'falls silent after the message';

export interface Limits {
  connections: number;
  silenceMs: number;
  attemptMs: number;
}

/** A message as the next hop has it. */
export interface Taken {
  envelopeFrom: string;
  to: string[];
  mime: string;
}

/** A next hop that can be told how to behave, and the transport that leads there. */
export interface Stand {
  channel: Channel<EmailMessage>;
  taken(): Taken[];
  /** Connections that are open now. */
  open(): number;
  /** Hangs up on everybody, and goes on listening. */
  hangUp(): void;
  stop(): void;
}

export interface Transport {
  name: string;
  start(behaviour: Behaviour, limits: Limits): Promise<Stand>;
}

const nothingMore: Script = { RCPT: '503 no sender', DATA: '503 no sender' };

const scripts: Record<Behaviour, Script> = {
  polite: {},
  'refuses the message': { DOT: '554 5.6.0 content rejected' },
  'refuses for now': { DOT: '451 4.3.0 not now' },
  'refuses the sender': { MAIL: '550 5.1.8 sender domain not verified', ...nothingMore },
  'does not know us': { MAIL: '530 5.7.0 Authentication required', ...nothingMore },
  'breaks within the message': { DATA: 'close' },
  'breaks after the message': { DOT: 'close' },
  'falls silent after the message': {
    MAIL: ['250 ok', 'hang'],
    RCPT: ['250 ok', 'hang'],
    DATA: ['354 go on', 'hang'],
    DOT: 'hang',
  },
};

const inAngles = (line: string): string => /<(.*)>/.exec(line)?.[1] ?? '';

type ChannelTo = (url: string, limits: Limits) => Channel<EmailMessage>;

const overSmtp = (name: string, extensions: string[], make: ChannelTo): Transport => ({
  name,
  async start(behaviour, limits) {
    const server = await ScriptedSmtp.start(scripts[behaviour], extensions);
    return {
      channel: make(server.url, limits),
      taken() {
        const said = (verb: string) => server.heard.filter((line) => line.startsWith(verb));
        const [senders, recipients] = [
          said('MAIL FROM').map(inAngles),
          said('RCPT TO').map(inAngles),
        ];
        return server.bodies.map((body, n) => ({
          envelopeFrom: senders[n]!,
          to: [recipients[n]!],
          // RFC 5321 section 4.5.2
          mime: `${body}\r\n`.replace(/(^|\r\n)\.\./g, '$1.'),
        }));
      },
      open: () => server.open,
      hangUp: () => server.hangUp(),
      stop: () => server.stop(),
    };
  },
});

const faults: Record<Behaviour, SesFault | undefined> = {
  polite: undefined,
  'refuses the message': { do: 'refuse', status: 400, name: 'MessageRejected' },
  'refuses for now': { do: 'refuse', status: 429, name: 'TooManyRequestsException' },
  'refuses the sender': { do: 'refuse', status: 400, name: 'MailFromDomainNotVerifiedException' },
  'does not know us': undefined,
  'breaks within the message': { do: 'drop-within' },
  'breaks after the message': { do: 'drop-after' },
  'falls silent after the message': { do: 'hang-after' },
};

const ses: Transport = {
  name: 'the API of SES',
  async start(behaviour, limits) {
    const server = await SesServer.start();
    server.fault = () => faults[behaviour];
    const wrong = behaviour === 'does not know us' ? { secretAccessKey: 'another' } : {};
    const options = { ...sesKey, ...wrong, endpoint: server.url, ...limits };
    return {
      channel: new SesChannel(options, systemClock),
      taken: () =>
        server.taken.map(({ feedbackTo, to, mime }) => ({
          envelopeFrom: feedbackTo,
          to,
          mime: mime.toString(),
        })),
      open: () => server.open,
      hangUp: () => server.hangUp(),
      stop: () => server.stop(),
    };
  },
};

const own: ChannelTo = (url, limits) =>
  new SmtpSender({ servers: readSmtpAddresses(url), ...limits });

/** Every way in which an e-mail can leave. */
export const transports: readonly Transport[] = [
  overSmtp('the own sender, to a server that takes commands in groups', ['PIPELINING', '8BITMIME'], own), // prettier-ignore
  overSmtp('the own sender, one command at a time', [], own),
  overSmtp('nodemailer', [], (url, limits) => new NodemailerChannel({ url, ...limits })),
  ses,
];
