import { ApiProperty } from '@nestjs/swagger';
import { IsIn, IsInt, IsString, Matches, MaxLength } from 'class-validator';
import { metricKinds, type Metric, type MetricKind } from '#libs/contacts';
import { MayBeAbsent } from '../http/may-be-absent.js';

const namePattern = /^[a-z][a-z0-9_]{0,63}$/;

export class MetricLabelsDto {
  @ApiProperty({
    type: 'string',
    maxLength: 100,
    example: 'lifetime value',
    description: 'A noun, as it stands within a sentence: “whose lifetime value is at least …”.',
  })
  @IsString()
  @MaxLength(100)
  labelEn: string;

  @ApiProperty({ type: 'string', maxLength: 100, example: 'ยอดซื้อสะสม' })
  @IsString()
  @MaxLength(100)
  labelTh: string;
}

export class DeclareMetricDto extends MetricLabelsDto {
  @ApiProperty({ type: 'string', pattern: namePattern.source, example: 'lifetime_value' })
  @IsString()
  name: string;

  @ApiProperty({
    enum: metricKinds,
    description:
      'count, total, average, first, last and days_since are over all time; an rfm… kind scores ' +
      'from 1 to 5 among all who did it within the period, rfm with three digits.',
  })
  @IsIn(metricKinds)
  kind: MetricKind;

  @ApiProperty({ type: 'string', example: 'purchased', description: 'The name of the events.' })
  @IsString()
  event: string;

  @ApiProperty({
    type: 'string',
    required: false,
    example: 'THB',
    description:
      'ISO 4217. Needed for total, average, rfm_monetary and rfm; other currencies do not count.',
  })
  @MayBeAbsent()
  @IsString()
  currency?: string;

  @ApiProperty({
    type: 'integer',
    required: false,
    example: 365,
    description: 'Days of events that scores compare. Needed for the rfm… kinds.',
  })
  @MayBeAbsent()
  @IsInt()
  periodDays?: number;
}

export class MetricDto extends MetricLabelsDto {
  @ApiProperty({ type: 'string' })
  name: string;

  @ApiProperty({ enum: metricKinds })
  kind: MetricKind;

  @ApiProperty({ type: 'string' })
  event: string;

  @ApiProperty({ type: 'string', nullable: true })
  currency: string | null;

  @ApiProperty({ type: 'integer', nullable: true })
  periodDays: number | null;

  @ApiProperty({ type: 'boolean', description: 'Not offered any more, but kept.' })
  archived: boolean;

  @ApiProperty({
    type: 'string',
    format: 'date-time',
    nullable: true,
    description: 'Scores: when everybody was last given theirs; null when never yet.',
  })
  scoredAt: Date | null;

  static of(metric: Metric): MetricDto {
    const { name, kind, event, currency, periodDays, labelEn, labelTh } = metric;
    const { archived, scoredAt } = metric;
    return { name, kind, event, currency, periodDays, labelEn, labelTh, archived, scoredAt };
  }
}

export class MetricListDto {
  @ApiProperty({ type: MetricDto, isArray: true })
  items: MetricDto[];
}

export class MetricNameParam {
  @ApiProperty({ type: 'string' })
  @Matches(namePattern)
  name: string;
}
