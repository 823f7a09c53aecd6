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

  /** Of a text message's sender: the operator or authority that has the name; null while nobody has. */
  @Column({ name: 'registered_with', type: 'varchar', length: 100, nullable: true })
  registeredWith: string | null;

  /** ISO 8601 date. */
  @Column({ name: 'registered_on', type: 'date', nullable: true })
  registeredOn: string | null;

  @Column({ name: 'registration_reference', type: 'varchar', length: 100, nullable: true })
  registrationReference: string | null;

  @Column({ name: 'created_at', type: 'datetime', precision: 3 })
  createdAt: Date;
}
