import { Injectable } from '@nestjs/common';
import { Database } from '#libs/platform';

export type DkimAlgorithm = 'rsa' | 'ed25519';

/** `new` waits to be published, `active` signs, `retired` signs no more. */
export type DkimKeyState = 'new' | 'active' | 'retired';

/** A key without its private half. */
export interface DkimKeyLine {
  id: string;
  /** Of the From address. */
  domain: string;
  selector: string;
  algorithm: DkimAlgorithm;
  /** As it stands in DNS behind `p=`. */
  publicKey: string;
  state: DkimKeyState;
  createdAt: Date;
  activatedAt: Date | null;
  retiredAt: Date | null;
}

const columns = `id, domain, selector, algorithm, public_key AS publicKey, state,
  created_at AS createdAt, activated_at AS activatedAt, retired_at AS retiredAt`;

@Injectable()
export class DkimKeyRepository {
  constructor(private readonly database: Database) {}

  /** @throws the driver's duplicate error when the domain has the selector. */
  async insert(
    key: Pick<DkimKeyLine, 'domain' | 'selector' | 'algorithm' | 'publicKey' | 'createdAt'>,
    sealed: Buffer,
  ): Promise<string> {
    const { insertId } = await this.database.execute(
      `INSERT INTO dkim_key (domain, selector, algorithm, public_key, sealed_key, created_at)
       VALUES (?, ?, ?, ?, ?, ?)`,
      [key.domain, key.selector, key.algorithm, key.publicKey, sealed, key.createdAt],
    );
    return insertId;
  }

  list(): Promise<DkimKeyLine[]> {
    return this.database.query<DkimKeyLine>(
      `SELECT ${columns} FROM dkim_key ORDER BY domain, id DESC`,
    );
  }

  async get(id: string): Promise<DkimKeyLine | null> {
    const [key] = await this.database.query<DkimKeyLine>(
      `SELECT ${columns} FROM dkim_key WHERE id = ?`,
      [id],
    );
    return key ?? null;
  }

  /** Those that sign for any domain. */
  active(): Promise<{ domain: string; selector: string; sealed: Buffer }[]> {
    return this.database.query(
      `SELECT domain, selector, sealed_key AS sealed FROM dkim_key WHERE state = 'active' ORDER BY id`,
    );
  }

  /** @returns false when it was not in that state any more. */
  async move(id: string, from: DkimKeyState, to: 'active' | 'retired', now: Date) {
    const at = to === 'active' ? 'activated_at' : 'retired_at';
    const { affectedRows } = await this.database.execute(
      `UPDATE dkim_key SET state = ?, ${at} = ? WHERE id = ? AND state = ?`,
      [to, now, id, from],
    );
    return affectedRows > 0;
  }
}
