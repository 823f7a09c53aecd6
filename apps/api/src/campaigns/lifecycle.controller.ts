import { Body, Controller, Get, HttpCode, Param, Post, Query } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { Principal } from '#libs/access';
import { CampaignService, LifecycleService, ProgressService, type Actor } from '#libs/campaigns';
import { LedgerRepository } from '#libs/messaging';
import { Access } from '../access/access.decorator.js';
import { Caller } from '../access/caller.decorator.js';
import { IdParam, toPage } from '../http/page.dto.js';
import { CampaignDto, ReasonDto, ScheduleDto, StoppedDto } from './campaign.dto.js';
import { DeliveryPageDto, DeliveryQuery, ProgressDto } from './insight.dto.js';

const actorOf = ({ userId, role }: Principal): Actor => ({
  userId,
  mayApproveOwn: role === 'admin',
});

@ApiTags('campaigns')
@Controller('v1/campaigns/:id')
export class LifecycleController {
  constructor(
    private readonly lifecycle: LifecycleService,
    private readonly campaigns: CampaignService,
    private readonly progresses: ProgressService,
    private readonly ledger: LedgerRepository,
  ) {}

  @Post('submit')
  @HttpCode(200)
  @Access('campaigns:write')
  @ApiOperation({ summary: 'draft → review, once preflight finds no error.' })
  @ApiOkResponse({ type: CampaignDto })
  async submit(@Caller() caller: Principal, @Param() { id }: IdParam): Promise<CampaignDto> {
    return CampaignDto.of(await this.lifecycle.submit(id, actorOf(caller)));
  }

  @Post('reopen')
  @HttpCode(200)
  @Access('campaigns:write')
  @ApiOperation({ summary: 'review or approved → draft, to be changed.' })
  @ApiOkResponse({ type: CampaignDto })
  async reopen(
    @Caller() caller: Principal,
    @Param() { id }: IdParam,
    @Body() { reason }: ReasonDto,
  ): Promise<CampaignDto> {
    return CampaignDto.of(await this.lifecycle.reopen(id, actorOf(caller), reason ?? null));
  }

  @Post('approve')
  @HttpCode(200)
  @Access('campaigns:approve')
  @ApiOperation({ summary: 'review → approved: freezes a version. Not by its author.' })
  @ApiOkResponse({ type: CampaignDto })
  async approve(@Caller() caller: Principal, @Param() { id }: IdParam): Promise<CampaignDto> {
    return CampaignDto.of(await this.lifecycle.approve(id, actorOf(caller)));
  }

  @Post('schedule')
  @HttpCode(200)
  @Access('campaigns:launch')
  @ApiOperation({ summary: 'approved → scheduled, for an instant or for now.' })
  @ApiOkResponse({ type: CampaignDto })
  async schedule(
    @Caller() caller: Principal,
    @Param() { id }: IdParam,
    @Body() { at, confirm }: ScheduleDto,
  ): Promise<CampaignDto> {
    const instant = at ? new Date(at) : null;
    return CampaignDto.of(
      await this.lifecycle.schedule(id, actorOf(caller), instant, confirm ?? null),
    );
  }

  @Post('unschedule')
  @HttpCode(200)
  @Access('campaigns:launch')
  @ApiOperation({ summary: 'scheduled → approved.' })
  @ApiOkResponse({ type: CampaignDto })
  async unschedule(@Caller() caller: Principal, @Param() { id }: IdParam): Promise<CampaignDto> {
    return CampaignDto.of(await this.lifecycle.unschedule(id, actorOf(caller)));
  }

  @Post('pause')
  @HttpCode(200)
  @Access('campaigns:launch')
  @ApiOperation({ summary: 'running → paused: once answered, no further message is begun.' })
  @ApiOkResponse({ type: StoppedDto })
  async pause(
    @Caller() caller: Principal,
    @Param() { id }: IdParam,
    @Body() { reason }: ReasonDto,
  ): Promise<StoppedDto> {
    const campaign = await this.lifecycle.pause(id, actorOf(caller), reason ?? null);
    return StoppedDto.ofStopped(campaign, await this.progresses.gone(id));
  }

  @Post('resume')
  @HttpCode(200)
  @Access('campaigns:launch')
  @ApiOperation({ summary: 'paused → running.' })
  @ApiOkResponse({ type: CampaignDto })
  async resume(@Caller() caller: Principal, @Param() { id }: IdParam): Promise<CampaignDto> {
    return CampaignDto.of(await this.lifecycle.resume(id, actorOf(caller)));
  }

  @Post('stop')
  @HttpCode(200)
  @Access('campaigns:launch')
  @ApiOperation({
    summary: 'Ends a running trigger: nothing more is fired; done once all messages have left.',
  })
  @ApiOkResponse({ type: CampaignDto })
  async stop(@Caller() caller: Principal, @Param() { id }: IdParam): Promise<CampaignDto> {
    return CampaignDto.of(await this.lifecycle.stop(id, actorOf(caller)));
  }

  @Post('cancel')
  @HttpCode(200)
  @Access('campaigns:launch')
  @ApiOperation({ summary: '→ cancelled: once answered, no further message is begun.' })
  @ApiOkResponse({ type: StoppedDto })
  async cancel(
    @Caller() caller: Principal,
    @Param() { id }: IdParam,
    @Body() { reason }: ReasonDto,
  ): Promise<StoppedDto> {
    const campaign = await this.lifecycle.cancel(id, actorOf(caller), reason ?? null);
    return StoppedDto.ofStopped(campaign, await this.progresses.gone(id));
  }

  @Get('progress')
  @Access('campaigns:read')
  @ApiOperation({ summary: 'How far it has come, counted from the ledger.' })
  @ApiOkResponse({ type: ProgressDto })
  progress(@Param() { id }: IdParam): Promise<ProgressDto> {
    return this.progresses.of(id);
  }

  @Get('deliveries')
  @Access('campaigns:read')
  @ApiOperation({ summary: 'Its ledger, line by line; ?uncertain=true lists what is in doubt.' })
  @ApiOkResponse({ type: DeliveryPageDto })
  async deliveries(
    @Param() { id }: IdParam,
    @Query() { limit, after, state, uncertain }: DeliveryQuery,
  ): Promise<DeliveryPageDto> {
    await this.campaigns.get(id);
    const filter = { state, uncertain, after: after ?? '0', limit: limit + 1 };
    return toPage(await this.ledger.list(id, filter), limit, (line) => line);
  }
}
