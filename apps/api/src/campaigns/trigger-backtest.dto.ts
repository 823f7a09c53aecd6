import { ApiProperty, PickType } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import { IsIn, IsOptional, Matches, ValidateNested } from 'class-validator';
import type {
  Arrival,
  ShownCompeting,
  ShownRefusal,
  ShownTriggerBacktest,
  ShownTriggerDay,
  StepName,
} from '#libs/campaigns';
import { idPattern } from '../http/page.dto.js';
import { MayBeAbsent } from '../http/may-be-absent.js';
import { BacktestDto, StartBacktestDto } from '../segments/backtest.dto.js';
import { WordsDto } from '../segments/kept.dto.js';
import { CampaignDefinitionDto } from './campaign.dto.js';

const arrivals: readonly Arrival[] = ['received', 'happened'];

export class StartTriggerBacktestDto extends PickType(StartBacktestDto, ['days', 'share']) {
  @ApiProperty({
    type: CampaignDefinitionDto,
    description: 'As a campaign has it. Only its trigger and its segment matter.',
  })
  @ValidateNested()
  @Type(() => CampaignDefinitionDto)
  definition: CampaignDefinitionDto;

  @ApiProperty({
    required: false,
    enum: arrivals,
    default: 'received',
    description:
      'received: events came in when they did, and what came in more than 24 hours late fires ' +
      'nothing. happened: each came in at once, as for a history that was brought in afterwards.',
  })
  @MayBeAbsent()
  @IsIn(arrivals)
  arrival?: Arrival;

  @ApiProperty({
    required: false,
    type: 'string',
    nullable: true,
    description: 'A campaign whose own messages do not count as competing.',
  })
  @IsOptional()
  @Matches(idPattern)
  campaignId?: string | null;
}

export class RefusalDto implements ShownRefusal {
  @ApiProperty({
    type: 'string',
    description: 'What failed, as in explanations.',
    example: 'where',
  })
  step: StepName;

  @ApiProperty({ type: 'string', nullable: true, description: 'JSON Pointer into the trigger.' })
  place: string | null;

  @ApiProperty({
    type: 'string',
    nullable: true,
    description: 'Why the firing would have been dropped; null: there would have been none.',
  })
  reason: ShownRefusal['reason'];

  @ApiProperty({ type: WordsDto, description: 'What was expected.' })
  condition: WordsDto;

  @ApiProperty({ type: 'integer' })
  happenings: number;
}

export class CompetingOnDayDto implements ShownCompeting {
  @ApiProperty({ type: 'string' })
  campaignId: string;

  @ApiProperty({ type: 'string' })
  name: string;

  @ApiProperty({
    type: 'integer',
    description: 'Who got it on a day on which they were fired for.',
  })
  contacts: number;

  @ApiProperty({ type: 'integer' })
  messages: number;
}

export class TriggerBacktestDayDto implements ShownTriggerDay {
  @ApiProperty({ type: 'string', format: 'date' })
  day: string;

  @ApiProperty({ type: 'integer', description: 'Firings, on the day on which they were decided.' })
  fired: number;

  @ApiProperty({ type: 'integer', description: 'Contacts fired for.' })
  contacts: number;

  @ApiProperty({
    type: 'integer',
    description: 'Of these: got some other campaign’s message on this day.',
  })
  contacted: number;

  @ApiProperty({ type: [RefusalDto], description: 'What came to nothing and why, most first.' })
  refused: RefusalDto[];

  @ApiProperty({ type: [CompetingOnDayDto], description: 'Most contacts first.' })
  campaigns: CompetingOnDayDto[];
}

export class TriggerBacktestDto
  extends PickType(BacktestDto, [
    'id',
    'state',
    'progress',
    'errorCode',
    'from',
    'to',
    'share',
    'looked',
    'scaledBy',
  ])
  implements ShownTriggerBacktest
{
  @ApiProperty({ type: WordsDto, description: 'What the trigger does.' })
  sentence: WordsDto;

  @ApiProperty({
    type: 'integer',
    description: 'All that it waits for: what fired, what was refused, what waits still.',
  })
  happenings: number;

  @ApiProperty({ type: 'integer' })
  fired: number;

  @ApiProperty({ type: 'integer', description: 'Contacts fired for, each once.' })
  contacts: number;

  @ApiProperty({ type: 'integer', description: 'Firings whose hour has not come.' })
  waiting: number;

  @ApiProperty({ type: [RefusalDto], description: 'What came to nothing and why, most first.' })
  refused: RefusalDto[];

  @ApiProperty({ type: [TriggerBacktestDayDto] })
  days: TriggerBacktestDayDto[];

  @ApiProperty({
    type: [CompetingOnDayDto],
    description: 'What contacts got on days on which they were fired for, most contacts first.',
  })
  campaigns: CompetingOnDayDto[];
}
