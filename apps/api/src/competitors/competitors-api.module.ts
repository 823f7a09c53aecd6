import { Module } from '@nestjs/common';
import { CompetitorsModule } from '#libs/competitors';
import { CompetitorController } from './competitor.controller.js';
import { NoteController } from './note.controller.js';

/** Competitors and the notes on them over HTTP. */
@Module({
  imports: [CompetitorsModule],
  controllers: [CompetitorController, NoteController],
})
export class CompetitorsApiModule {}
