import { Column, Entity, PrimaryGeneratedColumn } from 'typeorm';

/** A company, or its brand, that courts the same customers. */
@Entity('competitor')
export class Competitor {
  @PrimaryGeneratedColumn({ type: 'bigint', unsigned: true })
  id: string;

  /** Unique, letter case and accents aside. */
  @Column({ type: 'varchar', length: 100 })
  name: string;

  /** Other names people use for it. */
  @Column({ type: 'json' })
  aliases: string[];

  @Column({ type: 'varchar', length: 500, nullable: true })
  website: string | null;

  @Column({ type: 'varchar', length: 1000 })
  description: string;

  @Column({ name: 'created_at', type: 'datetime', precision: 3 })
  createdAt: Date;

  @Column({ name: 'updated_at', type: 'datetime', precision: 3 })
  updatedAt: Date;

  /** Since when it is out of the lists; its notes stay. */
  @Column({ name: 'archived_at', type: 'datetime', precision: 3, nullable: true })
  archivedAt: Date | null;
}
