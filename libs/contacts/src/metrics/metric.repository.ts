import { Injectable } from '@nestjs/common';
import { Database, type Sql } from '#libs/platform';
import type { Metric, MetricDeclaration, MetricKind } from './metric.js';

interface MetricRow extends Omit<MetricDeclaration, 'kind'> {
  id: number;
  kind: MetricKind;
  nameId: number;
  archivedAt: Date | null;
  scoredAt: Date | null;
}

const select = `SELECT m.id, m.name, m.kind, n.name AS event, m.name_id AS nameId, m.currency,
  m.period_days AS periodDays, m.label_en AS labelEn, m.label_th AS labelTh,
  m.archived_at AS archivedAt, m.scored_at AS scoredAt
  FROM metric m JOIN event_name n ON n.id = m.name_id`;

/** What has been declared. */
@Injectable()
export class MetricRepository {
  constructor(private readonly database: Database) {}

  /** By name, those that are archived too. */
  async list(sql: Sql = this.database): Promise<Metric[]> {
    const rows = await sql.query<MetricRow>(`${select} ORDER BY m.name`);
    return rows.map(({ archivedAt, ...row }) => ({ ...row, archived: archivedAt !== null }));
  }

  async find(id: number): Promise<Metric | undefined> {
    return (await this.list()).find((metric) => metric.id === id);
  }

  /** Declares it, unless its name exists: the caller looks at what came of it. */
  async add(
    { name, kind, currency, periodDays, labelEn, labelTh }: MetricDeclaration,
    nameId: number,
    now: Date,
  ): Promise<void> {
    await this.database.execute(
      `INSERT INTO metric (name, kind, name_id, currency, period_days, label_en, label_th, created_at)
       VALUES (?) ON DUPLICATE KEY UPDATE name = metric.name`,
      [[name, kind, nameId, currency, periodDays, labelEn, labelTh, now]],
    );
  }

  async relabel(id: number, labelEn: string, labelTh: string): Promise<void> {
    await this.database.execute('UPDATE metric SET label_en = ?, label_th = ? WHERE id = ?', [
      labelEn,
      labelTh,
      id,
    ]);
  }

  /** @param archivedAt null puts it back into use. */
  async archive(id: number, archivedAt: Date | null): Promise<void> {
    await this.database.execute('UPDATE metric SET archived_at = ? WHERE id = ?', [archivedAt, id]);
  }
}
