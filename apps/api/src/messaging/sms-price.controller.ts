import { Body, Controller, Get, Put } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { Principal } from '#libs/access';
import { SmsPriceService } from '#libs/messaging';
import { Access } from '../access/access.decorator.js';
import { Caller } from '../access/caller.decorator.js';
import { SetSmsPricesDto, SmsPricesDto } from './sms-price.dto.js';

@ApiTags('messages')
@Controller('v1/sms/prices')
export class SmsPriceController {
  constructor(private readonly prices: SmsPriceService) {}

  @Get()
  @Access('senders:read')
  @ApiOperation({ summary: 'What a part of a text message costs, by the beginning of the number.' })
  @ApiOkResponse({ type: SmsPricesDto })
  list(): Promise<SmsPricesDto> {
    return this.prices.list();
  }

  @Put()
  @Access('prices:manage')
  @ApiOperation({ summary: 'Put a list of prices in place of the one before.' })
  @ApiOkResponse({ type: SmsPricesDto })
  set(@Caller() { userId }: Principal, @Body() list: SetSmsPricesDto): Promise<SmsPricesDto> {
    return this.prices.replace(list, userId);
  }
}
