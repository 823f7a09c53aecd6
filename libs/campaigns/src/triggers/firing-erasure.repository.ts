import { Injectable, type OnModuleInit } from '@nestjs/common';
import { Erasers } from '#libs/contacts';

/** Firings say what somebody did and when: they go with the person. The ledger keeps the totals. */
@Injectable()
export class FiringErasure implements OnModuleInit {
  constructor(private readonly erasers: Erasers) {}

  onModuleInit(): void {
    this.erasers.add(async (sql, contactIds) => {
      // The feed first: whoever is making a firing of a line of it is waited for.
      for (const table of ['feed', 'firing', 'firing_guard'])
        await sql.execute(`DELETE FROM ${table} WHERE contact_id IN (?)`, [contactIds]);
    });
  }
}
