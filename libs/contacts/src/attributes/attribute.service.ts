import { Inject, Injectable } from '@nestjs/common';
import { DomainError, type Clock } from '#libs/kernel';
import { CLOCK } from '#libs/platform';
import { parseText } from '../values/index.js';
import { attributeName, type Attribute, type AttributeDeclaration } from './attribute.js';
import { AttributeRepository } from './attribute.repository.js';

/** attribute.id is a SMALLINT; far fewer keep a segment editor usable. */
const maxAttributes = 2000;

/** Names that would be mistaken for a core field in a mapping, a rule or a template. */
const reserved = new Set(['constructor', 'prototype']);

/** Custom attributes: declared once with a name and a type that never change. */
@Injectable()
export class AttributeService {
  constructor(
    private readonly repository: AttributeRepository,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /** Every declared attribute, by name. */
  list(): Promise<Attribute[]> {
    return this.repository.list();
  }

  /** The declared attributes under their names. */
  async byName(): Promise<ReadonlyMap<string, Attribute>> {
    return new Map((await this.list()).map((attribute) => [attribute.name, attribute]));
  }

  /**
   * Declares one. Declaring it again with the same type is no error and leaves the labels.
   * @throws DomainError attribute.name_invalid, attribute.label_invalid, attribute.type_conflict.
   */
  async declare(declaration: AttributeDeclaration): Promise<Attribute> {
    const [attribute] = await this.declareAll([declaration]);
    return attribute!;
  }

  /** The same for several; either every one is fit to be declared, or none is. */
  async declareAll(declarations: readonly AttributeDeclaration[]): Promise<Attribute[]> {
    declarations.forEach(check);
    const before = await this.byName();
    const missing = declarations.filter(({ name }) => !before.has(name));
    if (before.size + missing.length > maxAttributes)
      throw new DomainError(
        'attribute.too_many',
        'conflict',
        `At most ${maxAttributes} attributes can be declared.`,
      );
    await this.repository.add(missing, this.clock.now());
    const after = await this.byName();
    return declarations.map(({ name, type }) => {
      const attribute = after.get(name)!;
      if (attribute.type !== type)
        throw new DomainError(
          'attribute.type_conflict',
          'conflict',
          `The attribute ${name} exists with the type ${attribute.type}.`,
          [
            {
              place: '/type',
              code: 'attribute.type_conflict',
              message: `It is ${attribute.type}.`,
            },
          ],
        );
      return attribute;
    });
  }

  /** @throws DomainError attribute.not_found, attribute.label_invalid. */
  async relabel(name: string, labels: { labelEn: string; labelTh: string }): Promise<Attribute> {
    const attribute = (await this.byName()).get(name);
    if (!attribute)
      throw new DomainError('attribute.not_found', 'not_found', 'There is no such attribute.');
    check({ ...attribute, ...labels });
    await this.repository.relabel(attribute.id, labels.labelEn, labels.labelTh);
    return { ...attribute, ...labels };
  }
}

function check({ name, labelEn, labelTh }: AttributeDeclaration): void {
  if (!attributeName.test(name) || reserved.has(name))
    throw invalid('/name', 'attribute.name_invalid', 'A name has the form [a-z][a-z0-9_]{0,63}.');
  for (const [place, label] of [
    ['/labelEn', labelEn],
    ['/labelTh', labelTh],
  ] as const) {
    const verdict = parseText(label, { max: 100, maxFolded: 500 });
    if (!verdict.ok) throw invalid(place, 'attribute.label_invalid', verdict.error.message);
  }
}

const invalid = (place: string, code: string, message: string): DomainError =>
  new DomainError(code, 'invalid', message, [{ place, code, message }]);
