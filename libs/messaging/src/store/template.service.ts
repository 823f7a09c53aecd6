import { Inject, Injectable } from '@nestjs/common';
import { LRUCache } from 'lru-cache';
import type { Clock, ErrorPlace, Result } from '#libs/kernel';
import { AttributeService, MetricService } from '#libs/contacts';
import { CLOCK, ENV, type Env, sha256 } from '#libs/platform';
import {
  baseSchema,
  bundleOf,
  compileTemplate,
  readTemplateFolder,
  type CompiledTemplate,
  type TemplateBundle,
  type TemplateContent,
  type TemplateLibrary,
  type VariableSchema,
} from '../templates/index.js';
import type { Template, TemplateVersion } from './template.entity.js';
import { templateErrors } from './template.errors.js';
import { TemplateRepository } from './template.repository.js';
import { attributeVariables, metricVariables } from './variables.js';

/** Saves templates, compiled beforehand, and hands them out ready to render. */
@Injectable()
export class TemplateService {
  private readonly compiled = new LRUCache<string, CompiledTemplate>({ max: 100 });

  constructor(
    private readonly repository: TemplateRepository,
    private readonly attributes: AttributeService,
    private readonly metrics: MetricService,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(ENV) private readonly env: Env,
  ) {}

  list(): Promise<Template[]> {
    return this.repository.all();
  }

  /** @throws DomainError `template.not_found`. */
  async get(id: string): Promise<{ template: Template; latest: TemplateVersion }> {
    const template = await this.repository.get(id);
    const latest = template && (await this.repository.latest(id));
    if (!template || !latest) throw templateErrors.notFound();
    return { template, latest };
  }

  /**
   * Saves a new version, unless it equals the latest one.
   * @throws DomainError `template.invalid` with each fault's source and line; nothing is saved then.
   */
  async save(
    key: string,
    content: TemplateContent,
    by: string | null,
    library?: TemplateLibrary,
  ): Promise<TemplateVersion> {
    const bundle = bundleOf(content, library ?? (await readTemplateFolder(this.env.templatesDir)));
    const result = await this.check(bundle);
    if (!result.ok) throw templateErrors.invalid(result.error);
    const existing = await this.repository.byKey(key);
    if (existing && existing.channel !== content.channel) throw templateErrors.channelChange();
    const now = this.clock.now();
    return this.repository.save(
      { key, channel: content.channel, createdAt: now },
      {
        bundle,
        bundleHash: sha256(JSON.stringify(bundle)),
        createdBy: by,
        createdAt: now,
      },
    );
  }

  /** Saves every message of the templates folder. Returns the versions by key. */
  async saveFolder(by: string | null): Promise<{ key: string; version: TemplateVersion }[]> {
    const folder = await readTemplateFolder(this.env.templatesDir);
    const saved = [];
    for (const [key, content] of Object.entries(folder.templates))
      saved.push({ key, version: await this.save(key, content, by, folder) });
    return saved;
  }

  /** Compiles against what is known now, without saving. */
  async check(bundle: TemplateBundle): Promise<Result<CompiledTemplate, ErrorPlace[]>> {
    return compileTemplate(bundle, await this.variables());
  }

  /** @throws DomainError `template.version_not_found`. */
  async version(id: string): Promise<TemplateVersion> {
    const version = await this.repository.version(id);
    if (!version) throw templateErrors.versionNotFound();
    return version;
  }

  /**
   * A version, ready to render. It is compiled once a process.
   * @throws DomainError `template.invalid` when it no longer fits the declared attributes.
   */
  async ready(versionId: string): Promise<CompiledTemplate> {
    const known = this.compiled.get(versionId);
    if (known) return known;
    const { bundle } = await this.version(versionId);
    const result = await this.check(bundle);
    if (!result.ok) throw templateErrors.invalid(result.error);
    this.compiled.set(versionId, result.value);
    return result.value;
  }

  /** What a message may speak of: the engine's own variables, declared attributes and metrics. */
  async variables(): Promise<VariableSchema> {
    const [attributes, metrics] = await Promise.all([this.attributes.list(), this.metrics.list()]);
    return { ...baseSchema, ...attributeVariables(attributes), ...metricVariables(metrics) };
  }
}
