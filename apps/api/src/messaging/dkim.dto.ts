import { ApiProperty } from '@nestjs/swagger';
import { IsBoolean, IsIn, IsOptional, Length } from 'class-validator';
import type { DkimAlgorithm, DkimKeyState, DkimRecord, ShownDkimKey } from '#libs/messaging';

const algorithms = ['rsa', 'ed25519'] as const;
const instant = { type: 'string', format: 'date-time', nullable: true } as const;

export class CreateDkimKeyDto {
  @ApiProperty({
    type: 'string',
    example: 'shop.example',
    description: 'Of the From address; in small letters.',
  })
  @Length(1, 253)
  domain: string;

  @ApiProperty({ type: 'string', required: false, description: 'Made from the day, if left out.' })
  @IsOptional()
  @Length(1, 63)
  selector?: string;

  @ApiProperty({
    enum: algorithms,
    required: false,
    default: 'rsa',
    description: 'Not every receiver reads ed25519: use it beside rsa.',
  })
  @IsOptional()
  @IsIn(algorithms)
  algorithm?: DkimAlgorithm;
}

export class ActivateDkimKeyDto {
  @ApiProperty({
    type: 'boolean',
    required: false,
    default: true,
    description: 'Whether DNS is asked for the record before.',
  })
  @IsOptional()
  @IsBoolean()
  look?: boolean;
}

export class DkimRecordDto implements DkimRecord {
  @ApiProperty({ type: 'string', example: 's20261124._domainkey.shop.example' })
  name: string;

  @ApiProperty({ type: 'string', description: 'Of a TXT record.' })
  value: string;
}

export class DkimKeyDto {
  @ApiProperty({ type: 'string' })
  id: string;

  @ApiProperty({ type: 'string' })
  domain: string;

  @ApiProperty({ type: 'string' })
  selector: string;

  @ApiProperty({ enum: algorithms })
  algorithm: DkimAlgorithm;

  @ApiProperty({ enum: ['new', 'active', 'retired'] })
  state: DkimKeyState;

  @ApiProperty({ type: DkimRecordDto, description: 'What the zone of the domain must hold.' })
  record: DkimRecordDto;

  @ApiProperty({ type: 'string', format: 'date-time' })
  createdAt: string;

  @ApiProperty(instant)
  activatedAt: string | null;

  @ApiProperty(instant)
  retiredAt: string | null;

  static of({ id, domain, selector, algorithm, state, record, ...at }: ShownDkimKey): DkimKeyDto {
    return {
      ...{ id, domain, selector, algorithm, state, record },
      createdAt: at.createdAt.toISOString(),
      activatedAt: at.activatedAt?.toISOString() ?? null,
      retiredAt: at.retiredAt?.toISOString() ?? null,
    };
  }
}

export class DkimKeyListDto {
  @ApiProperty({ type: [DkimKeyDto] })
  items: DkimKeyDto[];
}
