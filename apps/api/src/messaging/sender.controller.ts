import { Body, Controller, Delete, Get, Param, Post, Put } from '@nestjs/common';
import { ApiCreatedResponse, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { DomainError } from '#libs/kernel';
import { SenderService } from '#libs/messaging';
import { Access } from '../access/access.decorator.js';
import { IdParam } from '../http/page.dto.js';
import {
  CreateSenderDto,
  OrganisationDto,
  RegistrationDto,
  SenderDto,
  SenderListDto,
} from './sender.dto.js';

@ApiTags('messages')
@Controller('v1')
export class SenderController {
  constructor(private readonly senders: SenderService) {}

  @Get('senders')
  @Access('senders:read')
  @ApiOperation({ summary: 'Who messages may come from.' })
  @ApiOkResponse({ type: SenderListDto })
  async list(): Promise<SenderListDto> {
    return { items: (await this.senders.list()).map((sender) => SenderDto.of(sender)) };
  }

  @Post('senders')
  @Access('senders:write')
  @ApiOperation({ summary: 'Add a sender.' })
  @ApiCreatedResponse({ type: SenderDto })
  async create(@Body() sender: CreateSenderDto): Promise<SenderDto> {
    return SenderDto.of(await this.senders.create(sender));
  }

  @Put('senders/:id/registration')
  @Access('senders:write')
  @ApiOperation({ summary: 'Write down with whom the name of an SMS sender is registered.' })
  @ApiOkResponse({ type: SenderDto })
  async register(
    @Param() { id }: IdParam,
    @Body() registration: RegistrationDto,
  ): Promise<SenderDto> {
    return SenderDto.of(await this.senders.register(id, { ...registration }));
  }

  @Delete('senders/:id/registration')
  @Access('senders:write')
  @ApiOperation({ summary: 'The name of an SMS sender is registered no more.' })
  @ApiOkResponse({ type: SenderDto })
  async unregister(@Param() { id }: IdParam): Promise<SenderDto> {
    return SenderDto.of(await this.senders.register(id, null));
  }

  @Get('organisation')
  @Access('senders:read')
  @ApiOperation({ summary: 'What messages say about whoever sends them.' })
  @ApiOkResponse({ type: OrganisationDto })
  async organisation(): Promise<OrganisationDto> {
    const profile = await this.senders.organisation();
    if (!profile)
      throw new DomainError('organisation.not_set', 'not_found', 'Nobody has written it yet.');
    return profile;
  }

  @Put('organisation')
  @Access('senders:write')
  @ApiOperation({ summary: 'Write what messages say about whoever sends them.' })
  @ApiOkResponse({ type: OrganisationDto })
  async setOrganisation(@Body() profile: OrganisationDto): Promise<OrganisationDto> {
    await this.senders.setOrganisation({ ...profile });
    return profile;
  }
}
