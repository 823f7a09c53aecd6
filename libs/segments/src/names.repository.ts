import { Injectable } from '@nestjs/common';
import { Database } from '#libs/platform';

interface Named {
  id: string;
  name: string;
}

/** What sentences call campaigns and lists, by id. */
@Injectable()
export class NamesRepository {
  constructor(private readonly database: Database) {}

  campaigns(): Promise<ReadonlyMap<string, string>> {
    return this.read('SELECT id, name FROM campaign ORDER BY id');
  }

  lists(): Promise<ReadonlyMap<string, string>> {
    return this.read('SELECT id, name FROM list ORDER BY id');
  }

  private async read(select: string): Promise<ReadonlyMap<string, string>> {
    const rows = await this.database.query<Named>(select);
    return new Map(rows.map(({ id, name }) => [id, name]));
  }
}
