import { ApiProperty } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import { IsDefined, IsInt, IsNumber, Max, Min, ValidateNested } from 'class-validator';
import type { GuardSettings, Thresholds } from '#libs/messaging';

/** Shares from 0 to 1. */
class ThresholdsDto implements Thresholds {
  @ApiProperty({ type: 'number', minimum: 0.00001, maximum: 1, description: 'A notice.' })
  @IsNumber()
  @Min(0.00001)
  @Max(1)
  warn: number;

  @ApiProperty({
    type: 'number',
    minimum: 0.00001,
    maximum: 1,
    description: 'The campaign pauses.',
  })
  @IsNumber()
  @Min(0.00001)
  @Max(1)
  pause: number;
}

export class GuardSettingsDto implements GuardSettings {
  @ApiProperty({
    type: ThresholdsDto,
    description: 'Refused as nobody’s, at the door or later, of what was tried.',
  })
  @IsDefined()
  @ValidateNested()
  @Type(() => ThresholdsDto)
  bounces: ThresholdsDto;

  @ApiProperty({ type: ThresholdsDto, description: 'Called spam, of what was accepted.' })
  @IsDefined()
  @ValidateNested()
  @Type(() => ThresholdsDto)
  complaints: ThresholdsDto;

  @ApiProperty({
    type: ThresholdsDto,
    description: 'Refused to us, or not to be made into a message, of what was tried.',
  })
  @IsDefined()
  @ValidateNested()
  @Type(() => ThresholdsDto)
  errors: ThresholdsDto;

  @ApiProperty({ type: 'integer', minimum: 1, description: 'Nothing is judged by fewer messages.' })
  @IsInt()
  @Min(1)
  @Max(1_000_000_000)
  minimumVolume: number;

  @ApiProperty({
    type: 'integer',
    minimum: 0,
    description: 'Campaigns to more people ask for their number, or the name, to be typed.',
  })
  @IsInt()
  @Min(0)
  @Max(1_000_000_000)
  confirmAbove: number;
}
