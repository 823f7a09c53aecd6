import { Body, Controller, Delete, Get, HttpCode, Param, Patch, Post, Query } from '@nestjs/common';
import {
  ApiCreatedResponse,
  ApiNoContentResponse,
  ApiOkResponse,
  ApiOperation,
  ApiTags,
} from '@nestjs/swagger';
import { ConsentService, ContactService } from '#libs/contacts';
import { Access } from '../access/access.decorator.js';
import { IdParam } from '../http/page.dto.js';
import { ConsentHistoryDto, ConsentRecordDto, StateConsentDto } from './consent.dto.js';
import {
  ChangeContactDto,
  ContactDetailDto,
  ContactDto,
  ContactPageDto,
  ContactQuery,
  CreateContactDto,
} from './contact.dto.js';

@ApiTags('contacts')
@Controller('v1/contacts')
export class ContactController {
  constructor(
    private readonly contacts: ContactService,
    private readonly consents: ConsentService,
  ) {}

  @Post()
  @Access('contacts:write')
  @ApiOperation({ summary: 'Put down a person.' })
  @ApiCreatedResponse({ type: ContactDetailDto })
  async create(@Body() { tags, ...fields }: CreateContactDto): Promise<ContactDetailDto> {
    return ContactDetailDto.of(await this.contacts.create({ ...fields, addTags: tags }));
  }

  @Get()
  @Access('contacts:read')
  @ApiOperation({ summary: 'People, the oldest entry first.' })
  @ApiOkResponse({ type: ContactPageDto })
  async list(@Query() { limit, after, ...filter }: ContactQuery): Promise<ContactPageDto> {
    const { items, next } = await this.contacts.list(filter, { limit, after });
    return { items: items.map((contact) => ContactDto.of(contact)), next };
  }

  @Get(':id')
  @Access('contacts:read')
  @ApiOperation({ summary: 'One person with attributes, tags and what they consent to.' })
  @ApiOkResponse({ type: ContactDetailDto })
  async get(@Param() { id }: IdParam): Promise<ContactDetailDto> {
    return ContactDetailDto.of(await this.contacts.get(id));
  }

  @Patch(':id')
  @Access('contacts:write')
  @ApiOperation({ summary: 'Change what is given, leave the rest.' })
  @ApiOkResponse({ type: ContactDetailDto })
  async change(
    @Param() { id }: IdParam,
    @Body() body: ChangeContactDto,
  ): Promise<ContactDetailDto> {
    return ContactDetailDto.of(await this.contacts.patch(id, body));
  }

  @Delete(':id')
  @HttpCode(204)
  @Access('contacts:write')
  @ApiOperation({
    summary: 'Erase a person.',
    description:
      'Everything that is kept of them goes. Their addresses stay suppressed by keyed hash alone: ' +
      'importing them again does not make them mailable.',
  })
  @ApiNoContentResponse()
  async erase(@Param() { id }: IdParam): Promise<void> {
    await this.contacts.erase(id);
  }

  @Get(':id/consents')
  @Access('contacts:read')
  @ApiOperation({ summary: 'Every statement the person ever made.' })
  @ApiOkResponse({ type: ConsentHistoryDto })
  async history(@Param() { id }: IdParam): Promise<ConsentHistoryDto> {
    await this.contacts.get(id);
    return {
      items: (await this.consents.history(id)).map((row) => ConsentRecordDto.ofRecord(row)),
    };
  }

  @Post(':id/consents')
  @Access('consent:write')
  @ApiOperation({ summary: 'Keep a statement: the person agrees, or withdraws.' })
  @ApiCreatedResponse({ type: ContactDetailDto })
  async state(
    @Param() { id }: IdParam,
    @Body() { granted, occurredAt, ...said }: StateConsentDto,
  ): Promise<ContactDetailDto> {
    const at = occurredAt === undefined ? undefined : new Date(occurredAt);
    const statement = { ...said, contactId: id, occurredAt: at };
    await (granted ? this.consents.grant(statement) : this.consents.withdraw(statement));
    return ContactDetailDto.of(await this.contacts.get(id));
  }
}
