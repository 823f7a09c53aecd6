import { Module } from '@nestjs/common';
import { ContactsModule } from '#libs/contacts';
import { BrowserController } from './browser.controller.js';
import { IntakeRefusalController } from './intake-refusal.controller.js';
import { IntakeController } from './intake.controller.js';

/** Messages of client libraries over HTTP. */
@Module({
  imports: [ContactsModule],
  controllers: [BrowserController, IntakeController, IntakeRefusalController],
})
export class IntakeApiModule {}
