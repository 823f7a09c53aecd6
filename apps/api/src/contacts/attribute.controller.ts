import { Body, Controller, Get, Param, Patch, Post } from '@nestjs/common';
import {
  ApiCreatedResponse,
  ApiOkResponse,
  ApiOperation,
  ApiProperty,
  ApiTags,
} from '@nestjs/swagger';
import { IsIn, IsString, Matches, MaxLength } from 'class-validator';
import { AttributeService, attributeTypes, type AttributeType } from '#libs/contacts';
import { Access } from '../access/access.decorator.js';

class AttributeLabelsDto {
  @ApiProperty({
    type: 'string',
    maxLength: 100,
    example: 'loyalty tier',
    description: 'A noun, as it stands within the sentence of a rule: “whose loyalty tier is …”.',
  })
  @IsString()
  @MaxLength(100)
  labelEn: string;

  @ApiProperty({ type: 'string', maxLength: 100, example: 'ระดับสมาชิก' })
  @IsString()
  @MaxLength(100)
  labelTh: string;
}

class AttributeDto extends AttributeLabelsDto {
  @ApiProperty({ type: 'string', pattern: '^[a-z][a-z0-9_]{0,63}$', example: 'loyalty_tier' })
  @IsString()
  name: string;

  @ApiProperty({ enum: attributeTypes })
  @IsIn(attributeTypes)
  type: AttributeType;
}

class AttributeListDto {
  @ApiProperty({ type: AttributeDto, isArray: true })
  items: AttributeDto[];
}

class AttributeNameParam {
  @ApiProperty({ type: 'string' })
  @Matches(/^[a-z][a-z0-9_]{0,63}$/)
  name: string;
}

const shown = ({ name, type, labelEn, labelTh }: AttributeDto): AttributeDto => ({
  name,
  type,
  labelEn,
  labelTh,
});

@ApiTags('contacts')
@Controller('v1/attributes')
export class AttributeController {
  constructor(private readonly attributes: AttributeService) {}

  @Get()
  @Access('contacts:read')
  @ApiOperation({ summary: 'The declared attributes, by name.' })
  @ApiOkResponse({ type: AttributeListDto })
  async list(): Promise<AttributeListDto> {
    return { items: (await this.attributes.list()).map(shown) };
  }

  @Post()
  @Access('contacts:write')
  @ApiOperation({
    summary: 'Declare an attribute.',
    description: 'Name and type never change. Declaring the same again is no error.',
  })
  @ApiCreatedResponse({ type: AttributeDto })
  async declare(@Body() body: AttributeDto): Promise<AttributeDto> {
    return shown(await this.attributes.declare(body));
  }

  @Patch(':name')
  @Access('contacts:write')
  @ApiOperation({ summary: 'Change what people read.' })
  @ApiOkResponse({ type: AttributeDto })
  async relabel(
    @Param() { name }: AttributeNameParam,
    @Body() labels: AttributeLabelsDto,
  ): Promise<AttributeDto> {
    return shown(await this.attributes.relabel(name, labels));
  }
}
