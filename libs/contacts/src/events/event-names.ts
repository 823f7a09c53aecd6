import { Inject, Injectable } from '@nestjs/common';
import { DomainError, type Clock } from '#libs/kernel';
import { CLOCK, Database } from '#libs/platform';

/** event_name.id is a SMALLINT; a client that makes names up must not exhaust it. */
const maxNames = 10_000;

/** The dictionary of event names. Names are only ever added, so what is cached stays true. */
@Injectable()
export class EventNames {
  private readonly ids = new Map<string, number>();

  constructor(
    private readonly database: Database,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /** Every name that was ever used, with its id. */
  async all(): Promise<ReadonlyMap<string, number>> {
    const rows = await this.database.query<{ id: number; name: string }>(
      'SELECT id, name FROM event_name ORDER BY name',
    );
    for (const { id, name } of rows) this.ids.set(name, id);
    return new Map(rows.map(({ id, name }) => [name, id]));
  }

  /** The id of a name, if there are such events. */
  async find(name: string): Promise<number | undefined> {
    return this.ids.get(name) ?? (await this.all()).get(name);
  }

  /**
   * The ids of these names; new ones are added, outside of any transaction, so that processes that
   * meet the same new name agree on its id at once.
   * @throws DomainError event.too_many_names.
   */
  async resolve(names: Iterable<string>): Promise<ReadonlyMap<string, number>> {
    const wanted = [...new Set(names)];
    if (wanted.some((name) => !this.ids.has(name))) await this.add(wanted);
    return new Map(wanted.map((name) => [name, this.ids.get(name)!]));
  }

  private async add(wanted: readonly string[]): Promise<void> {
    const before = await this.all();
    const missing = wanted.filter((name) => !before.has(name));
    if (missing.length === 0) return;
    if (before.size + missing.length > maxNames)
      throw new DomainError(
        'event.too_many_names',
        'conflict',
        `At most ${maxNames} event names: put what varies into a property.`,
      );
    await this.database.execute(
      `INSERT INTO event_name (name, created_at) VALUES ?
       ON DUPLICATE KEY UPDATE name = VALUES(name)`,
      [missing.map((name) => [name, this.clock.now()])],
    );
    await this.all();
  }
}
