import { Injectable } from '@nestjs/common';
import { Database } from '#libs/platform';
import { Sender } from './sender.entity.js';
import type { Registration } from './registration.js';

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

  /** @returns whether there is such a sender. */
  async setRegistration(id: string, to: Registration | null): Promise<boolean> {
    const found = await this.rows.update(id, {
      registeredWith: to?.with ?? null,
      registeredOn: to?.on ?? null,
      registrationReference: to?.reference ?? null,
    });
    return found.affected !== 0;
  }

  get(id: string): Promise<Sender | null> {
    return this.rows.findOneBy({ id });
  }

  all(): Promise<Sender[]> {
    return this.rows.find({ order: { id: 'ASC' } });
  }
}
