import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { Competitor } from './competitor.entity.js';
import { CompetitorRepository } from './competitor.repository.js';
import { CompetitorService } from './competitor.service.js';
import { CompetitorNote } from './note.entity.js';
import { NoteRepository } from './note.repository.js';
import { NoteService } from './note.service.js';

/** Competitors, and dated notes on their moves. */
@Module({
  imports: [TypeOrmModule.forFeature([Competitor, CompetitorNote])],
  providers: [CompetitorRepository, CompetitorService, NoteRepository, NoteService],
  exports: [CompetitorService, NoteService],
})
export class CompetitorsModule {}
