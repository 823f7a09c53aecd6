import { Injectable } from '@nestjs/common';
import type { CompiledTemplate, RenderData } from '../templates/index.js';

/** Looks up on what occasion each of these deliveries came about, by delivery id. */
export type OccasionTeller = (
  deliveryIds: readonly string[],
) => Promise<ReadonlyMap<string, RenderData>>;

/**
 * What made a message be sent, for templates that speak of it: `trigger.event`, `trigger.value`, … Told
 * by whoever plans messages one by one; nobody is asked for templates that do not speak of it.
 */
@Injectable()
export class Occasions {
  private tell: OccasionTeller = () => Promise.resolve(new Map());

  /** To be called while modules start. */
  toldBy(tell: OccasionTeller): void {
    this.tell = tell;
  }

  /** `{ trigger }` by delivery id, as the template's render data takes it. */
  async of(
    template: CompiledTemplate,
    deliveryIds: readonly string[],
  ): Promise<ReadonlyMap<string, RenderData>> {
    return template.speaksOf('trigger') ? this.tell(deliveryIds) : new Map();
  }
}
