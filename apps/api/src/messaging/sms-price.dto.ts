import { ApiProperty } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import { ArrayMaxSize, IsArray, IsObject, Matches, ValidateNested } from 'class-validator';
import type { ForcingCharacter, Money, SmsPrice, SmsPrices, SmsSegments } from '#libs/messaging';

export class SmsPriceDto implements SmsPrice {
  @ApiProperty({ type: 'string', example: '66', description: 'First digits of E.164, without +.' })
  @Matches(/^[1-9]\d{0,7}$/)
  prefix: string;

  @ApiProperty({ type: 'string', example: '0.25', description: 'Of one part; up to six places.' })
  @Matches(/^\d{1,6}(\.\d{1,6})?$/)
  price: string;
}

export class SetSmsPricesDto {
  @ApiProperty({ type: 'string', example: 'THB', description: 'ISO 4217, of all prices.' })
  @Matches(/^[A-Z]{3}$/)
  currency: string;

  @ApiProperty({ type: [SmsPriceDto], description: 'The longest prefix of a number counts.' })
  @IsArray()
  @ArrayMaxSize(2000)
  @IsObject({ each: true })
  @ValidateNested({ each: true })
  @Type(() => SmsPriceDto)
  prices: SmsPriceDto[];
}

export class SmsPricesDto implements SmsPrices {
  @ApiProperty({ type: 'string', nullable: true, description: 'Null while there are no prices.' })
  currency: string | null;

  @ApiProperty({ type: [SmsPriceDto] })
  prices: SmsPriceDto[];
}

export class MoneyDto implements Money {
  @ApiProperty({ type: 'string', example: '1052.50' })
  amount: string;

  @ApiProperty({ type: 'string', example: 'THB' })
  currency: string;
}

export class ForcingCharacterDto implements ForcingCharacter {
  @ApiProperty({ type: 'string' })
  character: string;

  @ApiProperty({
    type: [Number],
    description: 'Where it stands, counted in characters as people count them, from 1.',
  })
  readonly positions: readonly number[];
}

/** How a text message is cut up (3GPP TS 23.038). */
export class SmsSegmentsDto implements SmsSegments {
  @ApiProperty({ enum: ['GSM-7', 'UCS-2'] })
  encoding: 'GSM-7' | 'UCS-2';

  @ApiProperty({ type: 'integer', description: 'Parts that are sent and paid for.' })
  count: number;

  @ApiProperty({ type: 'integer' })
  characters: number;

  @ApiProperty({ type: [ForcingCharacterDto], description: 'What forces UCS-2.' })
  readonly forcing: readonly ForcingCharacterDto[];
}
