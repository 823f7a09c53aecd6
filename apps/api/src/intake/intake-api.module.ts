import { Module } from '@nestjs/common';
import { ContactsModule } from '#libs/contacts';
import { IntakeRefusalController } from './intake-refusal.controller.js';
import { IntakeController } from './intake.controller.js';

/** Messages of client libraries over HTTP. */
@Module({ imports: [ContactsModule], controllers: [IntakeController, IntakeRefusalController] })
export class IntakeApiModule {}
