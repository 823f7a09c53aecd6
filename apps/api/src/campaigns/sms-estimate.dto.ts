import { ApiProperty } from '@nestjs/swagger';
import type { SmsEstimate, SmsVariantEstimate } from '#libs/messaging';
import { MoneyDto, SmsSegmentsDto } from '../messaging/sms-price.dto.js';

export class SmsVariantEstimateDto implements SmsVariantEstimate {
  @ApiProperty({ type: 'string' })
  language: string;

  @ApiProperty({
    type: SmsSegmentsDto,
    description: 'Of the template’s sample data, with the links that it goes out with.',
  })
  segments: SmsSegmentsDto;

  @ApiProperty({ type: 'integer' })
  recipients: number;

  @ApiProperty({ type: 'integer', description: 'Parts of all its messages together.' })
  parts: number;

  @ApiProperty({ type: MoneyDto, nullable: true, description: 'Null while there are no prices.' })
  cost: MoneyDto | null;
}

/** What a campaign of text messages would send, and cost. */
export class SmsEstimateDto implements SmsEstimate {
  @ApiProperty({ type: [SmsVariantEstimateDto] })
  variants: SmsVariantEstimateDto[];

  @ApiProperty({ type: 'integer' })
  recipients: number;

  @ApiProperty({ type: 'integer' })
  parts: number;

  @ApiProperty({ type: MoneyDto, nullable: true, description: 'Of those whose price is known.' })
  cost: MoneyDto | null;

  @ApiProperty({ type: 'integer', description: 'Recipients whose numbers have no price.' })
  unpriced: number;
}
