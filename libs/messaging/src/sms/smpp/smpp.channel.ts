import type { Fields, Pdu } from 'smpp';
import type { Channel, SendOutcome, SmsMessage } from '../../channels/channel.js';
import { Lanes } from '../../delivery/lanes.js';
import type { SmsSignals } from '../signals.js';
import type { SmppAddress } from './address.js';
import { SmppLink } from './link.js';
import { readDeliverSm } from './receipt.js';
import type { Answered } from './session.js';
import { isThrottled, outcomeOfStatus } from './status.js';
import { submitsOf } from './submit.js';
import { Throttle } from './throttle.js';

export interface SmppOptions {
  address: SmppAddress;
  /** Most submit_sm without an answer. */
  window: number;
  /** Longest silence of the centre after a submit_sm, ms. */
  silenceMs: number;
  /** Longest an attempt takes, all its parts included, ms. */
  attemptMs: number;
  enquireMs?: number;
  /** Told of what goes wrong with the connection. */
  onTrouble?: (what: string, error?: unknown) => void;
}

const maxPatienceMs = 10_000;
/** “ESME receiver temporary error”, SMPP 3.4 section 5.1.3: the centre is to come again. */
const comeAgain = 0x64;

/**
 * Sends over SMPP 3.4, and takes in receipts and messages by the same connection. There is no idempotency
 * key: a submit_sm without an answer is uncertain.
 */
export class SmppChannel implements Channel<SmsMessage> {
  private readonly link: SmppLink;
  private readonly window: Lanes;
  private readonly throttle = new Throttle();
  private signals: SmsSignals | null = null;

  constructor(private readonly options: SmppOptions) {
    const { address, silenceMs, enquireMs = 30_000, onTrouble } = options;
    const patienceMs = Math.min(silenceMs, maxPatienceMs);
    const deliver = (pdu: Pdu): Promise<number> => this.deliver(pdu);
    this.link = new SmppLink({ address, patienceMs, enquireMs, deliver }, onTrouble);
    this.window = new Lanes(options.window);
  }

  /** From now on the connection is kept up, and what it brings is handed over. */
  receive(signals: SmsSignals): void {
    this.signals = signals;
    this.link.start();
  }

  async send(message: SmsMessage): Promise<SendOutcome> {
    const deadline = performance.now() + this.options.attemptMs;
    const ids: string[] = [];
    for (const fields of submitsOf(message)) {
      const end = await this.submit(fields, deadline, ids.length > 0);
      if (end === 'lost') return { state: 'uncertain' };
      if ('why' in end) return this.unsent(end.why, ids);
      const outcome = outcomeOfStatus(end.status);
      if (outcome.state !== 'accepted') return outcome;
      ids.push(end.id);
    }
    return {
      state: 'accepted',
      code: 0,
      providerId: ids[0] || null,
      ...(ids.length > 1 && { partIds: ids }),
    };
  }

  close(): Promise<void> {
    return this.link.stop();
  }

  /** The parts that were taken before say nothing without the rest, which is sent with them again. */
  private unsent(why: string, ids: readonly string[]): SendOutcome {
    if (ids.length === 0) return { state: 'unavailable', why };
    return { state: 'deferred', code: null, status: null, text: why };
  }

  /** @param again after a refusal for being too fast: parts of a message that has begun are gone on with. */
  private async submit(
    fields: Fields,
    deadline: number,
    again: boolean,
  ): Promise<Answered | 'lost' | { why: string }> {
    const { silenceMs } = this.options;
    for (;;) {
      const end = await this.window.run(async () => {
        const tooMuch = { why: 'The centre wants less at a time.' };
        if (!(await this.throttle.pass(deadline))) return tooMuch;
        const session = await this.link.ready(Math.min(silenceMs, deadline - performance.now()));
        if (typeof session === 'string') return { why: session };
        if (performance.now() >= deadline) return { why: 'No place in the window in time.' };
        const submitted = await session.submit(fields, silenceMs);
        return submitted === 'unsent' ? { why: 'The connection ended.' } : submitted;
      });
      if (end === 'lost' || 'why' in end) return end;
      if (!isThrottled(end.status)) {
        this.throttle.taken();
        return end;
      }
      this.throttle.refused();
      if (!again) return end;
    }
  }

  private async deliver(pdu: Pdu): Promise<number> {
    const brought = readDeliverSm(pdu);
    if (!brought) return 0;
    if (!this.signals) return comeAgain;
    try {
      if ('receipt' in brought) await this.signals.receipt(brought.receipt);
      else await this.signals.arrival(brought.arrival);
      return 0;
    } catch (error) {
      this.options.onTrouble?.('A deliver_sm was not taken.', error);
      return comeAgain;
    }
  }
}
