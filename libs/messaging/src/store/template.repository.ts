import { Injectable } from '@nestjs/common';
import { Database } from '#libs/platform';
import { Template, TemplateVersion } from './template.entity.js';

@Injectable()
export class TemplateRepository {
  constructor(private readonly database: Database) {}

  all(): Promise<Template[]> {
    return this.database.manager.find(Template, { order: { key: 'ASC' } });
  }

  byKey(key: string): Promise<Template | null> {
    return this.database.manager.findOneBy(Template, { key });
  }

  get(id: string): Promise<Template | null> {
    return this.database.manager.findOneBy(Template, { id });
  }

  version(id: string): Promise<TemplateVersion | null> {
    return this.database.manager.findOneBy(TemplateVersion, { id });
  }

  latest(templateId: string): Promise<TemplateVersion | null> {
    return this.database.manager.findOne(TemplateVersion, {
      where: { templateId },
      order: { version: 'DESC' },
    });
  }

  /**
   * Adds a version, and the template where it is new. The row lock on the template puts two savers in
   * order; a bundle that equals the latest one adds nothing.
   */
  save(
    template: Omit<Template, 'id'>,
    version: Omit<TemplateVersion, 'id' | 'templateId' | 'version'>,
  ): Promise<TemplateVersion> {
    return this.database.transaction(async (sql) => {
      const { manager } = sql;
      await sql.execute(
        `INSERT INTO template (template_key, channel, created_at) VALUES (?, ?, ?)
         ON DUPLICATE KEY UPDATE template_key = VALUES(template_key)`,
        [template.key, template.channel, template.createdAt],
      );
      const [row] = await sql.query<{ id: string }>(
        'SELECT id FROM template WHERE template_key = ? FOR UPDATE',
        [template.key],
      );
      const templateId = row!.id;
      const latest = await manager.findOne(TemplateVersion, {
        where: { templateId },
        order: { version: 'DESC' },
      });
      if (latest?.bundleHash.equals(version.bundleHash)) return latest;
      return manager.save(
        manager.create(TemplateVersion, {
          ...version,
          templateId,
          version: (latest?.version ?? 0) + 1,
        }),
      );
    });
  }
}
