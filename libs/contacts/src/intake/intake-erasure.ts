import { Inject, Injectable, type OnModuleInit } from '@nestjs/common';
import type { Clock } from '#libs/kernel';
import { CLOCK } from '#libs/platform';
import { Erasers } from '../contacts/erasure.js';
import { ErasedRepository } from './erased.repository.js';
import { RefusalRepository } from './refusal.repository.js';

/** What intake keeps of a person goes with them. */
@Injectable()
export class IntakeErasure implements OnModuleInit {
  constructor(
    private readonly erasers: Erasers,
    private readonly erased: ErasedRepository,
    private readonly refusals: RefusalRepository,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  onModuleInit(): void {
    this.erasers.add(async (sql, contactIds) => {
      await this.erased.erase(sql, contactIds, this.clock.now());
      await this.refusals.dropMessages(sql);
    });
  }
}
