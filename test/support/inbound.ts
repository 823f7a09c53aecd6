import { readFile } from 'node:fs/promises';
import { createTransport } from 'nodemailer';
import { TrackingTokens } from '#libs/messaging';
import { InboundListener } from '#libs/responses';
import type { RunningWorker } from '../../apps/worker/src/worker.js';
import type { World } from './world.js';

/** Who answers in the fixtures. */
export const person = 'malee@example.test';

/** A free port of this machine. */
export const anyPort = 'lmtp://127.0.0.1:0';

/** What a mail server in front of us would do. */
export interface Courier {
  /** Hands a mail over; rejects with the refusal. An empty sender is a report's. */
  deliver(raw: Buffer, to: string | string[], from?: string): Promise<void>;
  /** Hands over a fixture about a delivery, to its envelope sender unless told otherwise. */
  report(name: string, deliveryId: string, to?: string): Promise<void>;
  /** A fixture about a delivery, as it would come. */
  fixture(name: string, deliveryId: string): Promise<Buffer>;
}

/** Speaks LMTP, or SMTP, with the listener of a worker. */
export function courierTo(world: World, worker: RunningWorker, lmtp = true): Courier {
  const tokens = world.api.app.get(TrackingTokens, { strict: false });
  const fixture = fixturesOf(world);
  const port = worker.app.get(InboundListener, { strict: false }).port!;
  const transport = createTransport({ host: '127.0.0.1', port, lmtp, ignoreTLS: true });
  const deliver: Courier['deliver'] = async (raw, to, from = '') => {
    // By LMTP each recipient is answered for, and one may be refused.
    const { rejectedErrors = [] } = await transport.sendMail({ raw, envelope: { from, to } });
    if (rejectedErrors.length > 0) throw rejectedErrors[0]!;
  };
  return {
    deliver,
    fixture,
    async report(name, id, to = tokens.envelopeFrom(id)) {
      await deliver(await fixture(name, id), to, name.startsWith('reply') ? person : '');
    },
  };
}

/** Fixtures about a delivery, as they would come. */
export function fixturesOf(world: World): Courier['fixture'] {
  const tokens = world.api.app.get(TrackingTokens, { strict: false });
  return async (name, id) => {
    const text = (await readFile(`test/fixtures/inbound/${name}.eml`, 'utf8'))
      .replaceAll('{{verp}}', tokens.envelopeFrom(id))
      .replaceAll('{{messageId}}', tokens.messageId(id))
      .replaceAll('{{unsubscribe}}', tokens.unsubscribeUrl(id).split('/').at(-1)!);
    return Buffer.from(text.replaceAll('\n', '\r\n'));
  };
}
