import { Injectable } from '@nestjs/common';
import type { Sql } from '#libs/platform';
import type { Facts, MessageFact } from '#libs/rules';

/** What is asked beside fields and events, by contact; who is absent has none. */
@Injectable()
export class OtherFacts {
  /** No condition asks for messages: none are loaded. */
  async messages(_sql: Sql, _ids: readonly string[]): Promise<ReadonlyMap<string, MessageFact[]>> {
    return new Map();
  }

  /** No condition asks for lists: none are loaded. */
  async lists(
    _sql: Sql,
    _ids: readonly string[],
  ): Promise<ReadonlyMap<string, ReadonlySet<string>>> {
    return new Map();
  }

  /** No condition asks who may be reached: nothing is loaded. */
  async reach(_sql: Sql, _ids: readonly string[]): Promise<ReadonlyMap<string, Facts['mayReach']>> {
    return new Map();
  }
}
