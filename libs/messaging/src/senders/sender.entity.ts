import { Column, Entity, PrimaryGeneratedColumn } from 'typeorm';
import type { ChannelName } from '../channels/channel.js';

/** Who messages may come from. */
@Entity('sender')
export class Sender {
  @PrimaryGeneratedColumn({ type: 'bigint', unsigned: true })
  id: string;

  @Column({ type: 'enum', enum: ['email', 'sms'] })
  channel: ChannelName;

  /** Display name of an e-mail sender; for people only where the channel is SMS. */
  @Column({ type: 'varchar', length: 100 })
  name: string;

  /** E-mail address, or a registered SMS sender name of at most 11 characters. */
  @Column({ type: 'varchar', length: 254 })
  address: string;

  @Column({ name: 'reply_to', type: 'varchar', length: 254, nullable: true })
  replyTo: string | null;

  @Column({ name: 'created_at', type: 'datetime', precision: 3 })
  createdAt: Date;
}
