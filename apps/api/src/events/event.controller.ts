import { Body, Controller, HttpCode, Post } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiProperty, ApiTags } from '@nestjs/swagger';
import { ArrayMaxSize, IsArray, Matches } from 'class-validator';
import { EventService, maxEventsPerCall, type EventOutcome } from '#libs/contacts';
import { Access } from '../access/access.decorator.js';
import { MayBeAbsent } from '../http/may-be-absent.js';

/** One event as documented; judged one by one, so that a wrong one does not cost the others. */
class EventDto {
  @ApiProperty({ type: 'string', maxLength: 128, description: 'Makes the event idempotent.' })
  id: string;

  @ApiProperty({ type: 'string', maxLength: 100, example: 'purchased' })
  name: string;

  @ApiProperty({
    type: 'string',
    format: 'date-time',
    description: 'With its offset; at most an hour in the future.',
  })
  at: string;

  @ApiProperty({
    type: 'object',
    description: 'Exactly one of id, email, externalId, phone.',
    additionalProperties: { type: 'string' },
    minProperties: 1,
    maxProperties: 1,
    example: { email: 'malee@example.test' },
  })
  contact: Record<string, string>;

  @ApiProperty({
    required: false,
    anyOf: [{ type: 'string' }, { type: 'number' }],
    description: 'A decimal with at most 4 places, best as a string.',
    example: '499.00',
  })
  value?: string | number;

  @ApiProperty({ required: false, type: 'string', description: 'ISO 4217; needed with a value.' })
  currency?: string;

  @ApiProperty({
    selfRequired: false,
    type: 'object',
    additionalProperties: true,
    description: 'At most 32 KB.',
  })
  properties?: Record<string, unknown>;
}

class EventBatchDto {
  @ApiProperty({ type: EventDto, isArray: true, maxItems: maxEventsPerCall })
  @IsArray()
  @ArrayMaxSize(maxEventsPerCall)
  events: unknown[];

  @ApiProperty({
    required: false,
    type: 'string',
    default: 'api',
    pattern: '^[A-Za-z0-9_.:-]{1,64}$',
    description: 'In whose namespace the ids are unique.',
  })
  @MayBeAbsent()
  @Matches(/^[A-Za-z0-9_.:-]{1,64}$/)
  source?: string;
}

class EventOutcomeDto {
  @ApiProperty({ enum: ['accepted', 'duplicate', 'error'] })
  status: EventOutcome['status'];

  @ApiProperty({ required: false, type: 'string', description: 'JSON Pointer into the request.' })
  place?: string;

  @ApiProperty({ required: false, type: 'string' })
  code?: string;

  @ApiProperty({ required: false, type: 'string' })
  message?: string;

  static of(outcome: EventOutcome, index: number): EventOutcomeDto {
    const { status } = outcome;
    if (status !== 'error') return { status };
    const { place, code, message } = outcome;
    return { status, place: `/events/${index}${place}`, code, message };
  }
}

class EventOutcomesDto {
  @ApiProperty({ type: EventOutcomeDto, isArray: true, description: 'One an event, in order.' })
  items: EventOutcomeDto[];
}

@ApiTags('events')
@Controller('v1/events')
export class EventController {
  constructor(private readonly events: EventService) {}

  @Post()
  @HttpCode(200)
  @Access('events:write')
  @ApiOperation({
    summary: 'Tell what contacts did.',
    description: 'Each event is judged alone. Sending the same batch again stores nothing twice.',
  })
  @ApiOkResponse({ type: EventOutcomesDto })
  async ingest(@Body() { events, source = 'api' }: EventBatchDto): Promise<EventOutcomesDto> {
    const outcomes = await this.events.ingest(events, source);
    return { items: outcomes.map((outcome, i) => EventOutcomeDto.of(outcome, i)) };
  }
}
