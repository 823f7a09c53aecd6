import { Body, Controller, Get, HttpCode, Post } from '@nestjs/common';
import {
  ApiCreatedResponse,
  ApiOkResponse,
  ApiOperation,
  ApiProperty,
  ApiTags,
} from '@nestjs/swagger';
import { IsIn, IsString, MaxLength } from 'class-validator';
import type { Principal } from '#libs/access';
import {
  channels,
  ConsentService,
  SuppressionService,
  suppressionReasons,
  type Channel,
} from '#libs/contacts';
import { Access } from '../access/access.decorator.js';
import { Caller } from '../access/caller.decorator.js';
import { AddWordingDto, WordingDto, WordingListDto } from './consent.dto.js';

class AddressDto {
  @ApiProperty({ enum: channels })
  @IsIn(channels)
  channel: Channel;

  @ApiProperty({ type: 'string', maxLength: 1000 })
  @IsString()
  @MaxLength(1000)
  address: string;
}

class SuppressDto extends AddressDto {
  @ApiProperty({ enum: ['manual', 'complaint', 'hard_bounce'] })
  @IsIn(['manual', 'complaint', 'hard_bounce'])
  reason: 'manual' | 'complaint' | 'hard_bounce';
}

class SuppressedDto {
  @ApiProperty({ type: 'boolean' })
  suppressed: boolean;

  @ApiProperty({ enum: suppressionReasons, nullable: true })
  reason: string | null;
}

@ApiTags('contacts')
@Controller('v1')
export class ConsentController {
  constructor(
    private readonly consents: ConsentService,
    private readonly suppressions: SuppressionService,
  ) {}

  @Get('consent-wordings')
  @Access('contacts:read')
  @ApiOperation({ summary: 'What people were shown when they agreed.' })
  @ApiOkResponse({ type: WordingListDto })
  async wordings(): Promise<WordingListDto> {
    return { items: (await this.consents.listWordings()).map((row) => WordingDto.of(row)) };
  }

  @Post('consent-wordings')
  @Access('contacts:write')
  @ApiOperation({ summary: 'Add a version of a wording in one language. It never changes.' })
  @ApiCreatedResponse({ type: WordingDto })
  async addWording(@Body() body: AddWordingDto): Promise<WordingDto> {
    return WordingDto.of(await this.consents.addWording(body));
  }

  @Post('suppressions')
  @HttpCode(200)
  @Access('consent:write')
  @ApiOperation({ summary: 'Never write to this address again. Only its keyed hash is kept.' })
  @ApiOkResponse({ type: SuppressedDto })
  async suppress(
    @Caller() { userId }: Principal,
    @Body() { channel, address, reason }: SuppressDto,
  ): Promise<SuppressedDto> {
    await this.suppressions.suppressAddress(channel, address, reason, `user:${userId}`);
    return this.check({ channel, address });
  }

  @Post('suppressions/check')
  @HttpCode(200)
  @Access('contacts:read')
  @ApiOperation({
    summary: 'Whether an address is suppressed. By POST: addresses stay out of logs.',
  })
  @ApiOkResponse({ type: SuppressedDto })
  async check(@Body() { channel, address }: AddressDto): Promise<SuppressedDto> {
    const reason = (await this.suppressions.reasonOf(channel, address)) ?? null;
    return { suppressed: reason !== null, reason };
  }
}
