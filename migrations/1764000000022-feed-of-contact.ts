import { SqlMigration } from './migration.js';

/** An erasure finds a person's lines of the feed without reading, and waiting for, all others. */
export class FeedOfContact1764000000022 extends SqlMigration {
  readonly name = 'FeedOfContact1764000000022';

  protected readonly upSql = ['ALTER TABLE feed ADD KEY feed_contact (contact_id)'];

  protected readonly downSql = ['ALTER TABLE feed DROP KEY feed_contact'];
}
