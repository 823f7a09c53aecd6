import { Column, Entity, PrimaryGeneratedColumn } from 'typeorm';

/** A named rule: who belongs to it is judged anew whenever somebody asks. */
@Entity('segment')
export class Segment {
  @PrimaryGeneratedColumn({ type: 'bigint', unsigned: true })
  id: string;

  /** Unique, letter case and accents aside. */
  @Column({ type: 'varchar', length: 100 })
  name: string;

  @Column({ type: 'varchar', length: 500 })
  description: string;

  /** As `print` wrote it: raw JSON, to be parsed before use. */
  @Column({ type: 'json' })
  rule: object;

  /** Goes up with every change; a change names the version that it was made from. */
  @Column({ type: 'int', unsigned: true })
  version: number;

  @Column({ name: 'created_at', type: 'datetime', precision: 3 })
  createdAt: Date;

  @Column({ name: 'updated_at', type: 'datetime', precision: 3 })
  updatedAt: Date;

  /** Since when it is out of the lists and no rule or campaign may use it. */
  @Column({ name: 'archived_at', type: 'datetime', precision: 3, nullable: true })
  archivedAt: Date | null;
}
