import { Inject, Injectable } from '@nestjs/common';
import { DomainError, type Clock, type ErrorPlace } from '#libs/kernel';
import { AddressHasher, CLOCK, Database } from '#libs/platform';
import { AttributeService } from '../attributes/attribute.service.js';
import { ChangeRepository } from '../changes/change.repository.js';
import { ConsentRepository } from '../consent/consent.repository.js';
import type { ConsentState } from '../consent/consent.js';
import { SuppressionRepository, type Suppression } from '../consent/suppression.js';
import type { MetricValue } from '../metrics/metric.js';
import { MetricRepository } from '../metrics/metric.repository.js';
import { MetricValues } from '../metrics/metric-values.repository.js';
import { renderedMetrics, type RenderedMetrics } from '../metrics/rendered-metrics.js';
import { defaultPhoneCountry } from '../values/index.js';
import { parseContactInput, type ContactInput } from './contact-input.js';
import { ContactRepository, type ContactFilter } from './contact.repository.js';
import type { Target } from './contact-batch.js';
import { matchKeys, type Contact, type MatchKey } from './contact.js';
import { parseCore } from './core-value.js';
import { Erasers } from './erasure.js';
import { parseTag } from '../values/index.js';

/** A contact with what it consents to. */
export type ContactWithConsents = Contact & { consents: ConsentState[] };

/** A contact as messages show them. */
export type RenderedContact = Contact & { metrics: RenderedMetrics };

/** How a change is read. */
export interface ContactOptions {
  /** ISO 3166-1: whose national telephone numbers these are. */
  phoneCountry?: string;
}

/** People: made, read, changed, listed and erased. */
@Injectable()
export class ContactService {
  constructor(
    private readonly repository: ContactRepository,
    private readonly attributes: AttributeService,
    private readonly consents: ConsentRepository,
    private readonly suppressions: SuppressionRepository,
    private readonly erasers: Erasers,
    private readonly changes: ChangeRepository,
    private readonly metrics: MetricRepository,
    private readonly metricValues: MetricValues,
    private readonly hasher: AddressHasher,
    private readonly database: Database,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /** @throws DomainError contact.invalid with one place for each fault; contact.email_taken. */
  create(input: ContactInput, options: ContactOptions = {}): Promise<ContactWithConsents> {
    return this.apply('create', input, options);
  }

  /** Changes what the input names. @throws as `create`, and contact.not_found. */
  patch(
    id: string,
    input: ContactInput,
    options: ContactOptions = {},
  ): Promise<ContactWithConsents> {
    return this.apply({ by: 'id', value: id }, input, options);
  }

  /** @throws DomainError contact.not_found. */
  async get(id: string): Promise<ContactWithConsents> {
    const contact = (await this.repository.load([id])).get(id);
    if (!contact) throw notFound();
    return { ...contact, consents: (await this.consents.states([id])).get(id) ?? [] };
  }

  /** A page in order of id, after the given id. Filters are read as addresses are at intake. */
  async list(
    filter: ContactFilter,
    page: { after?: string; limit: number },
  ): Promise<{ items: Contact[]; next: string | null }> {
    const canonical: ContactFilter = {};
    for (const key of matchKeys) {
      if (filter[key] === undefined) continue;
      canonical[key] = this.readKey(key, filter[key]);
    }
    if (filter.tag !== undefined) {
      const tag = parseTag(filter.tag);
      if (!tag.ok) throw invalid([{ place: '/tag', ...tag.error }]);
      canonical.tag = tag.value;
    }
    const items = await this.repository.list(canonical, page.after ?? '0', page.limit + 1);
    const more = items.length > page.limit;
    if (more) items.pop();
    return { items, next: more ? items.at(-1)!.id : null };
  }

  /**
   * Contacts with their attributes and metrics by name and their tags, by id: one statement a table
   * however many they are. Those that do not exist (any more) are absent.
   */
  async loadForRendering(ids: readonly string[]): Promise<Map<string, RenderedContact>> {
    const contacts = await this.repository.load([...new Set(ids)]);
    const metrics = await this.metrics.list();
    const values = await this.metricValues.load(
      this.database,
      metrics.length > 0 ? [...contacts.keys()] : [],
    );
    const now = this.clock.now();
    const rendered = [...contacts].map(([id, contact]): [string, RenderedContact] => {
      const own = values.get(id) ?? new Map<string, MetricValue>();
      return [id, { ...contact, metrics: renderedMetrics(metrics, own, now) }];
    });
    return new Map(rendered);
  }

  /**
   * Erases a person: everything that is kept of them goes, in one transaction. Their addresses stay
   * suppressed by keyed hash alone, so that importing them again does not make them mailable.
   * @throws DomainError contact.not_found.
   */
  async erase(id: string): Promise<void> {
    await this.database.transaction(async (sql) => {
      const [row] = await sql.query<{ email: string | null; phone: string | null }>(
        'SELECT email, phone FROM contact WHERE id = ? FOR UPDATE',
        [id],
      );
      if (!row) throw notFound();
      const suppressions: Suppression[] = [];
      const add = (channel: 'email' | 'sms', address: string | null) => {
        if (address === null) return;
        const addressHash = this.hasher.hash(address);
        suppressions.push({ channel, addressHash, reason: 'erasure', source: 'erasure' });
      };
      add('email', row.email);
      add('sms', row.phone);
      await this.suppressions.add(suppressions, this.clock.now(), sql);
      await this.erasers.run(sql, [id]);
    });
    this.changes.ring();
  }

  private readKey(key: MatchKey, text: string): string {
    const value = parseCore(key, text, {
      now: this.clock.now(),
      phoneCountry: defaultPhoneCountry,
    });
    if (!value.ok) throw invalid([{ place: `/${key}`, ...value.error }]);
    return value.value;
  }

  private async apply(
    target: Target,
    input: ContactInput,
    { phoneCountry = defaultPhoneCountry }: ContactOptions,
  ): Promise<ContactWithConsents> {
    const now = this.clock.now();
    const declared = await this.attributes.byName();
    const { parsed, faults } = parseContactInput(input, declared, { now, phoneCountry });
    if (faults.length > 0) throw invalid(faults);
    const id = await this.repository.retryingTaken(async (sql) => {
      const [verdict] = await this.repository.upsert(
        sql,
        [{ target, patch: parsed.patch }],
        parsed.types,
        { now, write: true },
      );
      if (!verdict!.ok) throw refusedBy(verdict!.error);
      return verdict!.value.contact.id!;
    });
    this.changes.ring();
    return this.get(id);
  }
}

const notFound = (): DomainError =>
  new DomainError('contact.not_found', 'not_found', 'There is no such contact.');

const invalid = (places: readonly ErrorPlace[]): DomainError =>
  new DomainError('contact.invalid', 'invalid', 'The contact is not valid.', places);

/** Where a refusal of the whole change is to be mended. */
const placeOf: Record<string, string> = {
  'contact.email_taken': '/email',
  'contact.external_id_taken': '/externalId',
};

function refusedBy({ code, message }: { code: string; message: string }): DomainError {
  if (code === 'contact.not_found') return notFound();
  const place = placeOf[code];
  return place
    ? new DomainError(code, 'conflict', message, [{ place, code, message }])
    : new DomainError(code, 'invalid', message, [{ place: '', code, message }]);
}
