import { Injectable, type OnModuleInit } from '@nestjs/common';
import { Erasers } from '#libs/contacts';
import { StandingRepository } from './standing.repository.js';

/** What segments forget of a person who is erased: memberships, reminders, signals. */
@Injectable()
export class SegmentErasure implements OnModuleInit {
  constructor(
    private readonly erasers: Erasers,
    private readonly standing: StandingRepository,
  ) {}

  onModuleInit(): void {
    this.erasers.add((sql, contactIds) => this.standing.remove(sql, contactIds));
  }
}
