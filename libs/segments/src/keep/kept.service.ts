import { Injectable } from '@nestjs/common';
import { found } from '../segment-edit.js';
import { SegmentRepository } from '../segment.repository.js';
import { BuildRepository } from './build.repository.js';
import { KeepRepository, type Keep } from './keep.repository.js';
import type { KeepState } from './keep-state.js';
import { KeptRepository, type Member, type Signal } from './kept.repository.js';

/** How far a segment's membership is. */
export interface KeptState {
  state: KeepState;
  /** Of what is being built, 0 to 1; 1 when nothing is. */
  progress: number;
  /** The version whose rule the members answer to; null while nobody is kept. */
  version: number | null;
  /** How many are in. */
  members: number;
}

/** A page of a list. */
export interface KeptPage {
  after: string;
  limit: number;
}

const nothing: KeptState = { state: 'off', progress: 1, version: null, members: 0 };
/** How much of a building each state stands for, when it begins. */
const begun = { settling: 0.8, switching: 0.9, kept: 1, off: 1 } as const;

/** Memberships that are kept, for those who want to look at them. */
@Injectable()
export class KeptService {
  constructor(
    private readonly segments: SegmentRepository,
    private readonly keeps: KeepRepository,
    private readonly builds: BuildRepository,
    private readonly kept: KeptRepository,
  ) {}

  async state(segmentId: string): Promise<KeptState> {
    const keep = await this.keeps.find(segmentId);
    if (!keep) return nothing;
    const { state, rule, version, generation } = keep;
    const progress = await this.progress(keep);
    if (rule === null) return { ...nothing, state, progress };
    return { state, progress, version, members: await this.kept.count(segmentId, generation) };
  }

  /** In order of the contact's id. @throws DomainError segment.not_found */
  async members(segmentId: string, { after, limit }: KeptPage): Promise<Member[]> {
    found(await this.segments.find(segmentId), segmentId);
    return this.kept.members(segmentId, after, limit);
  }

  /** In the order in which they came about. @throws DomainError segment.not_found */
  async signals(segmentId: string, { after, limit }: KeptPage): Promise<Signal[]> {
    found(await this.segments.find(segmentId), segmentId);
    return this.kept.signals(segmentId, after, limit);
  }

  private async progress(keep: Keep): Promise<number> {
    if (keep.state !== 'building') return begun[keep.state];
    const left = await this.builds.rangesLeft(keep);
    return (1 - left / Math.max(keep.ranges, 1)) * begun.settling;
  }
}
