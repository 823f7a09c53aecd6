import { ApiProperty } from '@nestjs/swagger';
import type { Field, FieldKind, KindInfo } from '#libs/rules';
import type { RuleVocabulary } from '#libs/segments';
import { WordsDto } from './kept.dto.js';

class FieldDto {
  @ApiProperty({ type: 'string', example: 'attributes.loyalty_tier' })
  name: string;

  @ApiProperty({ enum: ['text', 'number', 'yes_no', 'date', 'datetime', 'list'] })
  kind: FieldKind;

  @ApiProperty({ type: WordsDto, description: 'As it stands within a sentence.' })
  label: WordsDto;

  static of({ name, kind, label }: Field): FieldDto {
    return { name, kind, label: { ...label } };
  }
}

class NamedDto {
  @ApiProperty({ type: 'string' })
  id: string;

  @ApiProperty({ type: 'string' })
  name: string;
}

class KindDto {
  @ApiProperty({ type: 'string', example: 'text' })
  kind: string;

  @ApiProperty({ type: 'string', isArray: true, description: 'Kinds of fields it looks at.' })
  fields: FieldKind[];

  @ApiProperty({ type: 'string', isArray: true })
  operators: string[];

  static of({ kind, fields, operators }: KindInfo): KindDto {
    return { kind, fields: [...fields], operators: [...operators] };
  }
}

export class VocabularyDto {
  @ApiProperty({ type: 'string', description: 'The organisation’s, IANA.' })
  timeZone: string;

  @ApiProperty({ type: [FieldDto] })
  fields: FieldDto[];

  @ApiProperty({ type: 'string', isArray: true, description: 'Names of events.' })
  events: string[];

  @ApiProperty({ type: [NamedDto] })
  segments: NamedDto[];

  @ApiProperty({ type: [NamedDto] })
  lists: NamedDto[];

  @ApiProperty({ type: [KindDto], description: 'Kinds of conditions.' })
  kinds: KindDto[];

  static of({ fields, events, segments, lists, kinds, timeZone }: RuleVocabulary): VocabularyDto {
    return {
      timeZone,
      fields: fields.map((field) => FieldDto.of(field)),
      events: [...events],
      segments: [...segments],
      lists: [...lists],
      kinds: kinds.map((kind) => KindDto.of(kind)),
    };
  }
}
