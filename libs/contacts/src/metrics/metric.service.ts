import { Inject, Injectable } from '@nestjs/common';
import { type Clock, dayAt, startOfDay } from '#libs/kernel';
import { CLOCK, ENV, Jobs, type Env } from '#libs/platform';
import { EventNames } from '../events/event-names.js';
import { checkLabels, checkMetric } from './metric.check.js';
import { metricErrors } from './metric.errors.js';
import { metricScore } from './metric.jobs.js';
import { dimensionsOf, type Metric, type MetricDeclaration } from './metric.js';
import { MetricRepository } from './metric.repository.js';

/** Far fewer keep an editor usable, and a night long enough. */
const maxMetrics = 200;

/** Metrics: declared once with a meaning that never changes, kept from then on. */
@Injectable()
export class MetricService {
  constructor(
    private readonly metrics: MetricRepository,
    private readonly names: EventNames,
    private readonly jobs: Jobs,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(ENV) private readonly env: Env,
  ) {}

  /** Every metric that was ever declared, by name. */
  list(): Promise<Metric[]> {
    return this.metrics.list();
  }

  /**
   * Declares one. Declaring the same again is no error, leaves the labels, and takes it out of the
   * archive. Scores are given in the background.
   * @throws DomainError metric.invalid with its places, metric.conflict, metric.too_many,
   *   event.too_many_names.
   */
  async declare(declaration: MetricDeclaration): Promise<Metric> {
    const faults = checkMetric(declaration);
    if (faults.length > 0) throw metricErrors.invalid(faults);
    const { name, event } = declaration;
    if (!(await this.byName(name))) {
      if ((await this.list()).length >= maxMetrics) throw metricErrors.tooMany(maxMetrics);
      const ids = await this.names.resolve([event]);
      await this.metrics.add(declaration, ids.get(event)!, this.clock.now());
    }
    const metric = await this.get(name);
    if (!sameMeaning(metric, declaration)) throw metricErrors.conflict(name);
    if (metric.archived) await this.metrics.archive(metric.id, null);
    if (dimensionsOf[metric.kind] && metric.scoredAt === null) await this.enqueue(metric.id);
    return { ...metric, archived: false };
  }

  /** @throws DomainError metric.not_found, metric.invalid. */
  async relabel(name: string, labels: { labelEn: string; labelTh: string }): Promise<Metric> {
    const metric = await this.get(name);
    const faults = checkLabels(labels);
    if (faults.length > 0) throw metricErrors.invalid(faults);
    await this.metrics.relabel(metric.id, labels.labelEn, labels.labelTh);
    return { ...metric, ...labels };
  }

  /**
   * Takes it out of what is offered. It is kept all the same: rules and messages that speak of it go
   * on working. @throws DomainError metric.not_found.
   */
  async archive(name: string): Promise<Metric> {
    const metric = await this.get(name);
    if (!metric.archived) await this.metrics.archive(metric.id, this.clock.now());
    return { ...metric, archived: true };
  }

  /** Queues the scores that have not been given since the organisation's day began. */
  async sweep(): Promise<void> {
    const { timeZone } = this.env;
    const midnight = startOfDay(dayAt(this.clock.now().getTime(), timeZone), timeZone);
    for (const { id, kind, scoredAt } of await this.list())
      if (dimensionsOf[kind] && (scoredAt?.getTime() ?? 0) < midnight) await this.enqueue(id);
  }

  private enqueue(metricId: number): Promise<void> {
    return this.jobs.add(metricScore, { metricId }, { id: `metric-${metricId}` });
  }

  private async get(name: string): Promise<Metric> {
    const metric = await this.byName(name);
    if (!metric) throw metricErrors.notFound();
    return metric;
  }

  private async byName(name: string): Promise<Metric | undefined> {
    return (await this.list()).find((metric) => metric.name === name);
  }
}

const meaning = ['kind', 'event', 'currency', 'periodDays'] as const;

const sameMeaning = (a: MetricDeclaration, b: MetricDeclaration): boolean =>
  meaning.every((part) => a[part] === b[part]);
