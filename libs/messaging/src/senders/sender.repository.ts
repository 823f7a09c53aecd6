import { Injectable } from '@nestjs/common';
import { Database } from '#libs/platform';
import { Sender } from './sender.entity.js';

@Injectable()
export class SenderRepository {
  constructor(private readonly database: Database) {}

  private get rows() {
    return this.database.manager.getRepository(Sender);
  }

  /** @throws the driver's duplicate error when channel and address exist. */
  async insert(sender: Omit<Sender, 'id'>): Promise<Sender> {
    return this.rows.save(this.rows.create(sender));
  }

  get(id: string): Promise<Sender | null> {
    return this.rows.findOneBy({ id });
  }

  all(): Promise<Sender[]> {
    return this.rows.find({ order: { id: 'ASC' } });
  }
}
