import { ApiProperty } from '@nestjs/swagger';
import { IsObject, IsOptional, Matches, MaxLength } from 'class-validator';
import type { Template, TemplateContent, TemplateVersion } from '#libs/messaging';
import { idPattern } from '../http/page.dto.js';
import { MoneyDto, SmsSegmentsDto } from './sms-price.dto.js';

export class SaveTemplateDto {
  @ApiProperty({ type: 'string', pattern: '^[a-z0-9][a-z0-9-]{0,63}$', example: 'monsoon-sale' })
  @Matches(/^[a-z0-9][a-z0-9-]{0,63}$/)
  key: string;

  @ApiProperty({
    type: 'object',
    additionalProperties: true,
    description:
      'channel, languages (subject, preheader, body each), fallbackLanguage, layout, sampleData; ' +
      'its faults are answered with source and line.',
  })
  @IsObject()
  content: TemplateContent;
}

export class TemplateDto {
  @ApiProperty({ type: 'string' })
  id: string;

  @ApiProperty({ type: 'string' })
  key: string;

  @ApiProperty({ type: 'string', enum: ['email', 'sms'] })
  channel: string;

  static of({ id, key, channel }: Template): TemplateDto {
    return { id, key, channel };
  }
}

export class TemplateVersionDto extends TemplateDto {
  @ApiProperty({ type: 'integer', description: 'Counts from 1.' })
  version: number;

  @ApiProperty({ type: 'object', additionalProperties: true })
  content: TemplateContent;

  static ofVersion(template: Template, version: TemplateVersion): TemplateVersionDto {
    return {
      ...TemplateDto.of(template),
      version: version.version,
      content: version.bundle.content,
    };
  }
}

export class TemplateListDto {
  @ApiProperty({ type: [TemplateDto] })
  items: TemplateDto[];
}

export class PreviewQuery {
  @ApiProperty({
    required: false,
    type: 'string',
    description: 'Whose data; sample data if left out.',
  })
  @IsOptional()
  @Matches(idPattern)
  contactId?: string;

  @ApiProperty({ required: false, type: 'string', description: 'BCP 47; else the contact’s own.' })
  @IsOptional()
  @MaxLength(35)
  language?: string;
}

export class PreviewDto {
  @ApiProperty({ type: 'string', description: 'The language that was chosen.' })
  language: string;

  @ApiProperty({ type: 'string', required: false })
  subject?: string;

  @ApiProperty({ type: 'string', required: false })
  preheader?: string;

  @ApiProperty({ type: 'string', required: false })
  html?: string;

  @ApiProperty({ type: 'string' })
  text: string;

  @ApiProperty({
    type: SmsSegmentsDto,
    required: false,
    description: 'Of a text message with the links that it goes out with.',
  })
  segments?: SmsSegmentsDto;

  @ApiProperty({
    type: MoneyDto,
    required: false,
    nullable: true,
    description: 'Of this text message to this contact; null where no price is known.',
  })
  cost?: MoneyDto | null;
}
