import { Injectable, type OnModuleInit } from '@nestjs/common';
import { Erasers } from '#libs/contacts';

/** Firings say what somebody did and when: they go with the person. The ledger keeps the totals. */
@Injectable()
export class FiringErasure implements OnModuleInit {
  constructor(private readonly erasers: Erasers) {}

  onModuleInit(): void {
    this.erasers.add(async (sql, contactIds) => {
      await sql.execute('DELETE FROM firing WHERE contact_id IN (?)', [contactIds]);
      await sql.execute('DELETE FROM firing_guard WHERE contact_id IN (?)', [contactIds]);
      await sql.execute('DELETE FROM feed WHERE contact_id IN (?)', [contactIds]);
    });
  }
}
