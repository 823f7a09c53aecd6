import { Injectable } from '@nestjs/common';
import { BuildRepository } from './build.repository.js';
import { KeepRepository, type Keep } from './keep.repository.js';
import { sideKey } from './kept-segment.js';
import { RemindingRepository } from './reminding.repository.js';

/** Rows of one statement. */
const piece = 20_000;

/** Generations that serve, or will. */
const wantedOf = ({ segmentId, state, generation, buildGeneration }: Keep): string[] => [
  sideKey(segmentId, generation),
  ...(state === 'off' || state === 'kept' ? [] : [sideKey(segmentId, buildGeneration)]),
];

/** Removes the members of generations that serve no more. */
@Injectable()
export class Collector {
  constructor(
    private readonly builds: BuildRepository,
    private readonly keeps: KeepRepository,
    private readonly reminding: RemindingRepository,
  ) {}

  /** Generations are numbered upwards: one that is not wanted after it was seen never will be again. */
  async collect(): Promise<void> {
    await this.reminding.forget();
    const seen = await this.builds.generations();
    const wanted = new Set((await this.keeps.all()).flatMap(wantedOf));
    for (const { segmentId, generation } of seen) {
      if (wanted.has(sideKey(segmentId, generation))) continue;
      while ((await this.builds.drop(segmentId, generation, piece)) === piece);
    }
  }
}
