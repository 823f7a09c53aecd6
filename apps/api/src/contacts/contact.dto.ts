import { ApiProperty, type ApiPropertyOptions } from '@nestjs/swagger';
import { ArrayMaxSize, IsArray, IsObject, IsOptional, IsString, MaxLength } from 'class-validator';
import type { AttributeValue, ConsentState, Contact, ContactWithConsents } from '#libs/contacts';
import { PageQuery } from '../http/page.dto.js';
import { ConsentStateDto } from './consent.dto.js';
import { MayBeAbsent } from '../http/may-be-absent.js';

/** What the parsers at intake judge in detail; here only a bound on their work. */
const text = { required: false, type: 'string', nullable: true, maxLength: 1000 } as const;

const attributeSchema = {
  type: 'object' as const,
  description: 'By name. What is absent stays; null takes a value away.',
  additionalProperties: {
    anyOf: [
      { type: 'string' },
      { type: 'number' },
      { type: 'boolean' },
      { type: 'array', items: { type: 'string' } },
      { type: 'null' },
    ],
  },
} satisfies ApiPropertyOptions;

/** A contact's fields; null takes a value away. */
export class ContactFieldsDto {
  @ApiProperty({ ...text, description: 'Id in another system; belongs to one contact.' })
  @IsOptional()
  @IsString()
  @MaxLength(1000)
  externalId?: string | null;

  @ApiProperty({ ...text, example: 'malee@example.test', description: 'One bare address.' })
  @IsOptional()
  @IsString()
  @MaxLength(1000)
  email?: string | null;

  @ApiProperty({ ...text, example: '+66812345678', description: 'National numbers: Thai.' })
  @IsOptional()
  @IsString()
  @MaxLength(1000)
  phone?: string | null;

  @ApiProperty({ ...text, example: 'มาลี' })
  @IsOptional()
  @IsString()
  @MaxLength(1000)
  firstName?: string | null;

  @ApiProperty(text)
  @IsOptional()
  @IsString()
  @MaxLength(1000)
  lastName?: string | null;

  @ApiProperty({ ...text, example: 'th', description: 'BCP 47.' })
  @IsOptional()
  @IsString()
  @MaxLength(1000)
  language?: string | null;

  @ApiProperty({ ...text, example: 'Asia/Bangkok', description: 'IANA name.' })
  @IsOptional()
  @IsString()
  @MaxLength(1000)
  timeZone?: string | null;

  @ApiProperty({ ...text, example: 'TH', description: 'ISO 3166-1 alpha-2.' })
  @IsOptional()
  @IsString()
  @MaxLength(1000)
  country?: string | null;

  @ApiProperty(text)
  @IsOptional()
  @IsString()
  @MaxLength(1000)
  city?: string | null;

  @ApiProperty({ ...text, format: 'date', example: '1990-02-28' })
  @IsOptional()
  @IsString()
  @MaxLength(1000)
  birthDate?: string | null;

  @ApiProperty({ ...attributeSchema, selfRequired: false })
  @MayBeAbsent()
  @IsObject()
  attributes?: Record<string, unknown>;
}

export class CreateContactDto extends ContactFieldsDto {
  @ApiProperty({ required: false, type: 'string', isArray: true, maxItems: 100 })
  @MayBeAbsent()
  @IsArray()
  @ArrayMaxSize(100)
  @IsString({ each: true })
  tags?: string[];
}

export class ChangeContactDto extends ContactFieldsDto {
  @ApiProperty({ required: false, type: 'string', isArray: true, maxItems: 100 })
  @MayBeAbsent()
  @IsArray()
  @ArrayMaxSize(100)
  @IsString({ each: true })
  addTags?: string[];

  @ApiProperty({ required: false, type: 'string', isArray: true, maxItems: 100 })
  @MayBeAbsent()
  @IsArray()
  @ArrayMaxSize(100)
  @IsString({ each: true })
  removeTags?: string[];
}

export class ContactQuery extends PageQuery {
  @ApiProperty({ required: false, type: 'string' })
  @IsOptional()
  @IsString()
  email?: string;

  @ApiProperty({ required: false, type: 'string' })
  @IsOptional()
  @IsString()
  phone?: string;

  @ApiProperty({ required: false, type: 'string' })
  @IsOptional()
  @IsString()
  externalId?: string;

  @ApiProperty({ required: false, type: 'string' })
  @IsOptional()
  @IsString()
  tag?: string;
}

const stored = { type: 'string', nullable: true } as const;

export class ContactDto {
  @ApiProperty({ type: 'string' })
  id: string;

  @ApiProperty(stored)
  externalId: string | null;

  @ApiProperty(stored)
  email: string | null;

  @ApiProperty({ ...stored, description: 'E.164.' })
  phone: string | null;

  @ApiProperty(stored)
  firstName: string | null;

  @ApiProperty(stored)
  lastName: string | null;

  @ApiProperty(stored)
  language: string | null;

  @ApiProperty(stored)
  timeZone: string | null;

  @ApiProperty(stored)
  country: string | null;

  @ApiProperty(stored)
  city: string | null;

  @ApiProperty({ ...stored, format: 'date' })
  birthDate: string | null;

  @ApiProperty({ ...attributeSchema, description: 'By name.' })
  attributes: Record<string, AttributeValue>;

  @ApiProperty({ type: 'string', isArray: true, description: 'In the form they are compared.' })
  tags: string[];

  @ApiProperty({ type: 'string', format: 'date-time' })
  createdAt: string;

  @ApiProperty({ type: 'string', format: 'date-time' })
  updatedAt: string;

  static of({ createdAt, updatedAt, ...contact }: Contact): ContactDto {
    return {
      ...contact,
      createdAt: createdAt.toISOString(),
      updatedAt: updatedAt.toISOString(),
    };
  }
}

export class ContactDetailDto extends ContactDto {
  @ApiProperty({ type: ConsentStateDto, isArray: true, description: 'What holds now.' })
  consents: ConsentStateDto[];

  static override of(contact: Contact & { consents?: ConsentState[] }): ContactDetailDto {
    const { consents = [], ...rest } = contact as ContactWithConsents;
    return { ...ContactDto.of(rest), consents: consents.map((state) => ConsentStateDto.of(state)) };
  }
}

export class ContactPageDto {
  @ApiProperty({ type: ContactDto, isArray: true })
  items: ContactDto[];

  @ApiProperty({ type: 'string', nullable: true })
  next: string | null;
}
