import { Injectable } from '@nestjs/common';
import { Channels } from '#libs/messaging';
import { SmsArrivalService } from './sms-arrival.service.js';
import { SmsReceiptService } from './sms-receipt.service.js';

/** Listens on the connections by which text messages go out: in workers only. */
@Injectable()
export class SmsReceiver {
  constructor(
    private readonly channels: Channels,
    private readonly receipts: SmsReceiptService,
    private readonly arrivals: SmsArrivalService,
  ) {}

  /** Begins; it ends with the connections. */
  start(): void {
    this.channels.receive({
      receipt: (receipt) => this.receipts.take(receipt),
      arrival: (arrival) => this.arrivals.take(arrival),
    });
  }
}
