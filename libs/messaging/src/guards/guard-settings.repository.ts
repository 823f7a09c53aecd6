import { Injectable } from '@nestjs/common';
import { Database } from '#libs/platform';
import { OperationRepository } from '../operations/operation.repository.js';
import type { Asked } from '../switch/switch.repository.js';
import { defaultGuards, type GuardSettings } from './guard.js';

/** At what campaigns are paused, as the organisation wants it. */
@Injectable()
export class GuardSettingsRepository {
  constructor(
    private readonly database: Database,
    private readonly operations: OperationRepository,
  ) {}

  /** The defaults until somebody has set others. */
  async get(): Promise<GuardSettings> {
    const [row] = await this.database.query<{ settings: Partial<GuardSettings> }>(
      'SELECT settings FROM guard_settings WHERE id = 1',
    );
    return { ...defaultGuards, ...row?.settings };
  }

  /** From the commit on they hold, for campaigns that run too. */
  set(settings: GuardSettings, { userId, reason }: Asked): Promise<void> {
    return this.database.transaction(async (sql) => {
      await sql.execute(
        `INSERT INTO guard_settings (id, settings, updated_at) VALUES (1, ?, NOW(3))
         ON DUPLICATE KEY UPDATE settings = VALUES(settings), updated_at = VALUES(updated_at)`,
        [JSON.stringify(settings)],
      );
      const change = { kind: 'guards.change', campaignId: null, userId, reason } as const;
      await this.operations.add(sql, { ...change, detail: settings });
    });
  }
}
