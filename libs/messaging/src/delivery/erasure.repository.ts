import { Injectable, type OnModuleInit } from '@nestjs/common';
import { Erasers } from '#libs/contacts';

/**
 * What the ledger forgets of a person who is erased. The rows stay, so that a campaign's totals do;
 * without contact, address hash and the gateway's reference they lead to nobody. One that is still to
 * be sent is refused when its turn comes, since its contact is gone.
 */
@Injectable()
export class DeliveryErasure implements OnModuleInit {
  constructor(private readonly erasers: Erasers) {}

  onModuleInit(): void {
    this.erasers.add(async (sql, contactIds) => {
      await sql.execute(
        'UPDATE delivery SET address_hash = NULL, provider_id = NULL WHERE contact_id IN (?)',
        [contactIds],
      );
      await sql.execute(
        `DELETE FROM sms_part WHERE delivery_id IN
           (SELECT id FROM delivery WHERE channel = 'sms' AND contact_id IN (?))`,
        [contactIds],
      );
      // After the ledger: whoever just writes a bounce holds the delivery's row until it is there.
      await sql.execute(
        'UPDATE bounce SET address_hash = NULL, diagnostic = NULL WHERE contact_id IN (?)',
        [contactIds],
      );
    });
  }
}
