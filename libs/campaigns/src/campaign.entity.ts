import { Column, Entity, PrimaryGeneratedColumn } from 'typeorm';
import type { ChannelName } from '#libs/messaging';
import { wholeDefinition, type CampaignDefinition } from './campaign-definition.js';
import type { CampaignState } from './campaign-state.js';

@Entity('campaign')
export class Campaign {
  @PrimaryGeneratedColumn({ type: 'bigint', unsigned: true })
  id: string;

  @Column({ type: 'varchar', length: 100 })
  name: string;

  @Column({ type: 'enum', enum: ['email', 'sms'] })
  channel: ChannelName;

  @Column({ type: 'varchar', length: 16 })
  state: CampaignState;

  @Column({ type: 'json', transformer: { from: wholeDefinition, to: (whole: object) => whole } })
  definition: CampaignDefinition;

  /** Chosen once: decides with a contact's id who is held out, in the dry run as in earnest. */
  @Column({ type: 'char', length: 32 })
  salt: string;

  /** The version frozen at the last approval. */
  @Column({ name: 'version_id', type: 'bigint', unsigned: true, nullable: true })
  versionId: string | null;

  @Column({ name: 'starts_at', type: 'datetime', precision: 3, nullable: true })
  startsAt: Date | null;

  @Column({ name: 'started_at', type: 'datetime', precision: 3, nullable: true })
  startedAt: Date | null;

  @Column({ name: 'finished_at', type: 'datetime', precision: 3, nullable: true })
  finishedAt: Date | null;

  /** Why it is in its state: who paused it, or what made it pause by itself. */
  @Column({ name: 'state_reason', type: 'varchar', length: 255, nullable: true })
  stateReason: string | null;

  /** Counts edits; a writer names the one it has seen. */
  @Column({ type: 'int', unsigned: true })
  revision: number;

  @Column({ name: 'created_by', type: 'bigint', unsigned: true, nullable: true })
  createdBy: string | null;

  @Column({ name: 'created_at', type: 'datetime', precision: 3 })
  createdAt: Date;

  @Column({ name: 'updated_at', type: 'datetime', precision: 3 })
  updatedAt: Date;
}
