import { Injectable } from '@nestjs/common';
import { Log } from '#libs/platform';
import { parse, type Rule, type Schema } from '#libs/rules';
import { Catalogue, withSegments } from '../catalogue.js';
import { keptSegment, type KeptSegment } from './kept-segment.js';
import { KeepRepository, type Keep } from './keep.repository.js';

/** All segments that are kept, as of one epoch. */
export interface KeptCatalogue {
  readonly epoch: string;
  readonly schema: Schema;
  readonly byId: ReadonlyMap<string, KeptSegment>;
  /** Segments that stand still: what is due of them waits. */
  readonly still: readonly string[];
}

/** What keepers must know of the segments: read again only when the epoch has changed. */
@Injectable()
export class KeptSegments {
  private current: KeptCatalogue | undefined;

  constructor(
    private readonly keeps: KeepRepository,
    private readonly catalogue: Catalogue,
    private readonly log: Log,
  ) {}

  /** @param epoch that was seen in the database; the answer may be of a later one. */
  async at(epoch: string): Promise<KeptCatalogue> {
    if (this.current?.epoch !== epoch) this.current = await this.read();
    return this.current;
  }

  private async read(): Promise<KeptCatalogue> {
    const { epoch, keeps } = await this.keeps.serving();
    // Kept rules have their segments put in; names are only ever added, so later ones do no harm.
    const schema = withSegments(await this.catalogue.vocabulary(), []);
    const byId = new Map<string, KeptSegment>();
    const still: string[] = [];
    for (const keep of keeps) {
      const segment = this.segment(keep, schema);
      if (segment) byId.set(segment.id, segment);
      if (segment?.state !== 'building' && !segment?.sides.length) still.push(keep.segmentId);
    }
    return { epoch, schema, byId, still };
  }

  /** One that cannot be read does not keep the others from being kept. */
  private segment(keep: Keep, schema: Schema): KeptSegment | undefined {
    const { segmentId: id } = keep;
    try {
      const [rule, buildRule] = [keep.rule, keep.buildRule].map((json) => readRule(json, schema));
      return keptSegment({ ...keep, id, rule: rule!, buildRule: buildRule! }, schema);
    } catch (error) {
      this.log.error('segment.unreadable', { segmentId: id, error });
      return undefined;
    }
  }
}

/** @throws Error when it is not a rule of this schema. */
export function readRule(json: string | null, schema: Schema): Rule | null {
  if (json === null) return null;
  const rule = parse(JSON.parse(json), schema);
  if (rule.ok) return rule.value;
  throw new Error(rule.error.map(({ message }) => message).join(' '));
}
