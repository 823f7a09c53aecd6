import { Injectable } from '@nestjs/common';
import { Database } from '#libs/platform';
import type { Attribute, AttributeDeclaration, AttributeType } from './attribute.js';

interface AttributeRow {
  id: number;
  name: string;
  type: AttributeType;
  label_en: string;
  label_th: string;
}

@Injectable()
export class AttributeRepository {
  constructor(private readonly database: Database) {}

  async list(): Promise<Attribute[]> {
    const rows = await this.database.query<AttributeRow>(
      'SELECT id, name, type, label_en, label_th FROM attribute ORDER BY name',
    );
    return rows.map((row) => ({
      id: row.id,
      name: row.name,
      type: row.type,
      labelEn: row.label_en,
      labelTh: row.label_th,
    }));
  }

  /** Declares them, keeping those whose name exists: the caller looks at what came of it. */
  async add(declarations: readonly AttributeDeclaration[], now: Date): Promise<void> {
    if (declarations.length === 0) return;
    await this.database.execute(
      `INSERT INTO attribute (name, type, label_en, label_th, created_at) VALUES ?
       ON DUPLICATE KEY UPDATE name = attribute.name`,
      [declarations.map((d) => [d.name, d.type, d.labelEn, d.labelTh, now])],
    );
  }

  async relabel(id: number, labelEn: string, labelTh: string): Promise<void> {
    await this.database.execute('UPDATE attribute SET label_en = ?, label_th = ? WHERE id = ?', [
      labelEn,
      labelTh,
      id,
    ]);
  }
}
