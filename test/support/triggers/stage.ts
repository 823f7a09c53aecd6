import type { INestApplicationContext } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { CampaignWork, FiringService, TriggerWork, Waves, type AskedCause } from '#libs/campaigns';
import { EventService } from '#libs/contacts';
import { InstantDelivery } from '#libs/messaging';
import { WorkerModule } from '../../../apps/worker/src/worker.module.js';
import { migrations } from '../../../migrations/index.js';
import { VirtualClock } from '../clock.js';
import { addContacts, draftCampaign, launch, startWorld, type World } from '../world.js';

export interface FiringRow {
  contactId: string;
  state: string;
  reason: string | null;
  dueAt: Date;
  entryKey: string;
}

/** A world whose clock stands still, and whose worker works when the test says so; nothing is sent. */
export class Stage {
  private events = 0;

  private constructor(
    readonly world: World,
    readonly clock: VirtualClock,
    readonly worker: INestApplicationContext,
    /** Ids of the contacts, in order; `contacts[0]` is person 1. */
    readonly contacts: string[],
  ) {}

  static async open(start: string, people = 6): Promise<Stage> {
    const clock = new VirtualClock(start);
    const world = await startWorld({}, clock);
    const contacts = await addContacts(world, people);
    const worker = await NestFactory.createApplicationContext(
      WorkerModule.forRoot({ env: world.api.env, migrations, clock }),
      { logger: false },
    );
    await worker.get(InstantDelivery).stop();
    await world.database.execute(signals);
    return new Stage(world, clock, worker, contacts);
  }

  async close(): Promise<void> {
    await this.worker.close();
    await this.world.close();
  }

  person(n: number): string {
    return this.contacts[n - 1]!;
  }

  /** A campaign with this trigger, at work. */
  async begin(trigger: object, definition: Record<string, unknown> = {}): Promise<string> {
    await this.logIn();
    const id = await draftCampaign(this.world, { segmentId: null, ...definition, trigger });
    await launch(this.world, id);
    await this.worker.get(CampaignWork).sweep();
    return id;
  }

  /** Sessions end while days pass. */
  private async logIn(): Promise<void> {
    this.world.admin = await this.world.api.as('admin');
    this.world.marketer = await this.world.api.as('marketer');
  }

  async move(campaignId: string, move: 'pause' | 'resume' | 'stop' | 'cancel'): Promise<void> {
    await this.logIn();
    const answer = await this.world.marketer.post(`/v1/campaigns/${campaignId}/${move}`, {});
    if (answer.status !== 200) throw new Error(`${move}: ${answer.text}`);
    await this.worker.get(CampaignWork).sweep();
  }

  /** Somebody does something. @returns the event's id. */
  async event(
    person: number,
    name: string,
    given: { value?: string; properties?: object; at?: string } = {},
  ): Promise<string> {
    const { value, properties, at = this.clock.now().toISOString() } = given;
    const money = value === undefined ? {} : { value, currency: 'THB' };
    const contact = { id: this.person(person) };
    const event = { id: `e${++this.events}`, name, at, contact, properties, ...money };
    const [outcome] = await this.world.api.app.get(EventService).ingest([event], 'test');
    if (outcome?.status !== 'accepted') throw new Error(JSON.stringify(outcome));
    const [row] = await this.world.database.query<{ id: string }>(
      'SELECT MAX(id) AS id FROM event',
    );
    return row!.id;
  }

  /** Somebody enters or leaves a segment, as those who keep it would say. */
  async signal(person: number, kind: 'entered' | 'left', segmentId: string, cause = 'change') {
    const { database } = this.world;
    const now = this.clock.now();
    const { insertId } = await database.execute(
      `INSERT INTO segment_signal (segment_id, contact_id, kind, cause, version, at)
       VALUES (?, ?, ?, ?, 1, ?)`,
      [segmentId, this.person(person), kind, cause, now],
    );
    await database.execute(
      `INSERT INTO feed (kind, subject, contact_id, ref, occurred_at, created_at)
       SELECT kind, subject, ?, ?, ?, ? FROM feed_interest WHERE kind = ? AND subject = ? LIMIT 1`,
      [this.person(person), insertId, now, now, kind, segmentId],
    );
  }

  /** Everything that is to be done now, to its end. */
  async settle(): Promise<void> {
    const work = this.worker.get(TriggerWork);
    await this.worker.get(Waves).sweep();
    while (await work.arrive());
    while (await work.decideDue());
  }

  /** Lets time pass until an instant. */
  async until(instant: string): Promise<void> {
    this.clock.advance({ ms: Date.parse(instant) - this.clock.now().getTime() });
    await this.settle();
  }

  firings(campaignId: string): Promise<FiringRow[]> {
    return this.world.database.query<FiringRow>(
      `SELECT contact_id AS contactId, state, reason, due_at AS dueAt, entry_key AS entryKey
       FROM firing WHERE campaign_id = ? ORDER BY id`,
      [campaignId],
    );
  }

  /** Who was sent to, by number, once a message. */
  async sent(campaignId: string): Promise<number[]> {
    const rows = await this.world.database.query<{ contactId: string }>(
      `SELECT contact_id AS contactId FROM delivery
       WHERE campaign_id = ? AND state = 'planned' ORDER BY id`,
      [campaignId],
    );
    return rows.map(({ contactId }) => this.contacts.indexOf(contactId) + 1);
  }

  async dropped(campaignId: string): Promise<string[]> {
    const rows = await this.firings(campaignId);
    return rows.flatMap(({ state, contactId, reason }) =>
      state === 'dropped' ? [`${this.contacts.indexOf(contactId) + 1} ${reason}`] : [],
    );
  }

  explain(campaignId: string, person: number, asked: AskedCause = {}) {
    const service = this.world.api.app.get(FiringService);
    return service.explain(campaignId, this.person(person), asked);
  }
}

/** Where kept segments say who entered and left. */
const signals = `CREATE TABLE IF NOT EXISTS segment_signal (
  id BIGINT UNSIGNED NOT NULL AUTO_INCREMENT PRIMARY KEY,
  segment_id BIGINT UNSIGNED NOT NULL,
  contact_id BIGINT UNSIGNED NOT NULL,
  kind ENUM('entered','left') NOT NULL,
  cause ENUM('change','clock','rule') NOT NULL,
  version INT UNSIGNED NOT NULL,
  at DATETIME(3) NOT NULL,
  KEY segment_signal_contact (contact_id)
) ENGINE=InnoDB`;
