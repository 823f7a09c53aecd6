import { Column, Entity, PrimaryGeneratedColumn } from 'typeorm';

/** What a competitor did. */
export const noteKinds = ['price', 'promotion', 'launch', 'message', 'channel'] as const;
export type NoteKind = (typeof noteKinds)[number];

/** How sure the one who wrote it down is. */
export const confidences = ['low', 'medium', 'high'] as const;
export type Confidence = (typeof confidences)[number];

/** One move of a competitor, on a day or over some days. */
@Entity('competitor_note')
export class CompetitorNote {
  @PrimaryGeneratedColumn({ type: 'bigint', unsigned: true })
  id: string;

  @Column({ name: 'competitor_id', type: 'bigint', unsigned: true })
  competitorId: string;

  @Column({ type: 'enum', enum: noteKinds })
  kind: NoteKind;

  @Column({ type: 'varchar', length: 200 })
  title: string;

  @Column({ type: 'text' })
  body: string;

  /** First day, `YYYY-MM-DD`, as the organisation counts its days. */
  @Column({ name: 'starts_on', type: 'date' })
  startsOn: string;

  /** Last day, itself included; null for a move of one day. */
  @Column({ name: 'ends_on', type: 'date', nullable: true })
  endsOn: string | null;

  @Column({ name: 'source_url', type: 'varchar', length: 2000, nullable: true })
  sourceUrl: string | null;

  /** The day the source carries. */
  @Column({ name: 'source_date', type: 'date', nullable: true })
  sourceDate: string | null;

  @Column({ type: 'enum', enum: confidences })
  confidence: Confidence;

  /** 1 (hardly felt) to 5 (changes the market). */
  @Column({ type: 'tinyint', unsigned: true })
  impact: number;

  /** Folded, so that a tag is found however it was typed. */
  @Column({ type: 'json' })
  tags: string[];

  /** The customers it is aimed at. */
  @Column({ name: 'segment_id', type: 'bigint', unsigned: true, nullable: true })
  segmentId: string | null;

  @Column({ name: 'created_by', type: 'bigint', unsigned: true, nullable: true })
  createdBy: string | null;

  @Column({ name: 'created_at', type: 'datetime', precision: 3 })
  createdAt: Date;

  @Column({ name: 'updated_at', type: 'datetime', precision: 3 })
  updatedAt: Date;
}
