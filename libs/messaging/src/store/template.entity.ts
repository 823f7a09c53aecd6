import { Column, Entity, PrimaryGeneratedColumn } from 'typeorm';
import type { ChannelName } from '../channels/channel.js';
import type { TemplateBundle } from '../templates/index.js';

/** A message by its name; what it says is in its versions. */
@Entity('template')
export class Template {
  @PrimaryGeneratedColumn({ type: 'bigint', unsigned: true })
  id: string;

  @Column({ name: 'template_key', type: 'varchar', length: 64 })
  key: string;

  @Column({ type: 'enum', enum: ['email', 'sms'] })
  channel: ChannelName;

  @Column({ name: 'created_at', type: 'datetime', precision: 3 })
  createdAt: Date;
}

/** One state of a template, complete with layouts and partials. Never changes. */
@Entity('template_version')
export class TemplateVersion {
  @PrimaryGeneratedColumn({ type: 'bigint', unsigned: true })
  id: string;

  @Column({ name: 'template_id', type: 'bigint', unsigned: true })
  templateId: string;

  @Column({ type: 'int', unsigned: true })
  version: number;

  @Column({ type: 'json' })
  bundle: TemplateBundle;

  @Column({ name: 'bundle_hash', type: 'binary', length: 32 })
  bundleHash: Buffer;

  @Column({ name: 'created_by', type: 'bigint', unsigned: true, nullable: true })
  createdBy: string | null;

  @Column({ name: 'created_at', type: 'datetime', precision: 3 })
  createdAt: Date;
}
