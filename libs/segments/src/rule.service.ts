import { Inject, Injectable } from '@nestjs/common';
import type { Clock, JsonObject } from '#libs/kernel';
import { CLOCK } from '#libs/platform';
import {
  account,
  compile,
  evaluate,
  jsonSchema,
  kindInfos,
  parse,
  say,
  type Account,
  type FactValue,
  type KindInfo,
  type Rule,
  type Schema,
  type Statement,
  type Words,
} from '#libs/rules';
import { AudienceRepository } from './audience.repository.js';
import { Catalogue, type ListedSchema } from './catalogue.js';
import { ContactFacts } from './contact-facts.js';
import { ruleInvalid } from './segment.errors.js';

/** What rules may speak of, and how. */
export interface RuleVocabulary extends ListedSchema {
  kinds: readonly KindInfo[];
}

/** Whom a rule selects, in figures and in words. */
export interface RulePreview {
  count: number;
  sentence: Words;
}

/** Why one contact is in, or why out. */
export interface RuleVerdict {
  verdict: boolean;
  sentence: Words;
  explanation: Account;
  /** Until then the passing of time alone changes nothing; null: never. */
  changesAt: Date | null;
}

/** Rules, kept or only tried out, applied to the contacts that there are. */
@Injectable()
export class RuleService {
  constructor(
    private readonly catalogue: Catalogue,
    private readonly audiences: AudienceRepository,
    private readonly facts: ContactFacts,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /** What rules may speak of. */
  schema(): Promise<ListedSchema> {
    return this.catalogue.schema();
  }

  async vocabulary(): Promise<RuleVocabulary> {
    return { ...(await this.catalogue.schema()), kinds: kindInfos() };
  }

  /** The language as JSON Schema. */
  language(): JsonObject {
    return jsonSchema();
  }

  /** @throws DomainError rule.invalid with every place that is wrong. */
  async parse(json: unknown): Promise<Rule> {
    return parsed(json, await this.catalogue.schema());
  }

  /** @throws DomainError rule.invalid */
  async compile(rule: unknown, now: Date): Promise<Statement> {
    const schema = await this.catalogue.schema();
    return compile(parsed(rule, schema), schema, now);
  }

  /** A statement that it compiles to and the sentence that it says. @throws DomainError rule.invalid */
  async read(
    json: unknown,
    now: Date,
    compiler = compile,
  ): Promise<{ statement: Statement; sentence: Words }> {
    const schema = await this.catalogue.schema();
    const rule = parsed(json, schema);
    return { statement: compiler(rule, schema, now), sentence: sentence(rule, schema) };
  }

  /** How many contacts it selects now. @throws DomainError rule.invalid */
  async count(rule: unknown): Promise<number> {
    return this.audiences.count(await this.compile(rule, this.clock.now()));
  }

  /** @throws DomainError rule.invalid */
  async preview(json: unknown): Promise<RulePreview> {
    const { statement, sentence } = await this.read(json, this.clock.now());
    return { count: await this.audiences.count(statement), sentence };
  }

  /**
   * Judges one contact. At a past instant events are judged as of then, while fields are as they are
   * now: their history is not kept.
   * @throws DomainError rule.invalid, contact.not_found
   */
  async explain(json: unknown, contactId: string, at = this.clock.now()): Promise<RuleVerdict> {
    const schema = await this.catalogue.schema();
    const rule = parsed(json, schema);
    const facts = await this.facts.load(contactId, rule, schema);
    const { verdict, explanation, changesAt } = evaluate(rule, facts, schema, at);
    return {
      verdict,
      changesAt,
      sentence: sentence(rule, schema),
      explanation: account(explanation, schema),
    };
  }

  /** What a contact has in fields now; null where nothing. @throws DomainError contact.not_found */
  async values(
    contactId: string,
    fields: readonly string[],
  ): Promise<Map<string, FactValue | null>> {
    const schema = await this.catalogue.schema();
    const valueOf = await this.facts.values(contactId, new Set(fields), schema);
    return new Map(fields.map((field) => [field, valueOf(field)]));
  }
}

function parsed(json: unknown, schema: Schema): Rule {
  const rule = parse(json, schema);
  if (!rule.ok) throw ruleInvalid(rule.error);
  return rule.value;
}

const sentence = (rule: Rule, schema: Schema): Words => ({
  en: say(rule, schema, 'en'),
  th: say(rule, schema, 'th'),
});
