import { Module } from '@nestjs/common';
import { ContactsModule } from '#libs/contacts';
import { IntakeController } from './intake.controller.js';

/** Messages of client libraries over HTTP. */
@Module({ imports: [ContactsModule], controllers: [IntakeController] })
export class IntakeApiModule {}
