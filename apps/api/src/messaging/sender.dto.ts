import { ApiProperty } from '@nestjs/swagger';
import {
  IsEmail,
  IsIn,
  IsISO8601,
  IsOptional,
  IsUrl,
  Length,
  Matches,
  MaxLength,
} from 'class-validator';
import { registrationOf, type ChannelName, type Registration, type Sender } from '#libs/messaging';

export class CreateSenderDto {
  @ApiProperty({ type: 'string', enum: ['email', 'sms'] })
  @IsIn(['email', 'sms'])
  channel: ChannelName;

  @ApiProperty({ type: 'string', minLength: 1, maxLength: 100, example: 'ร้านสะพานไม้' })
  @Length(1, 100)
  name: string;

  @ApiProperty({
    type: 'string',
    example: 'news@shop.example.test',
    description: 'An e-mail address, or a registered SMS sender name of up to 11 characters.',
  })
  @Length(1, 254)
  address: string;

  @ApiProperty({ type: 'string', required: false, nullable: true })
  @IsOptional()
  @MaxLength(254)
  replyTo?: string | null;
}

/** Who has the name of a sender of text messages on their list. */
export class RegistrationDto implements Registration {
  @ApiProperty({ type: 'string', maxLength: 100, description: 'The operator or authority.' })
  @Length(1, 100)
  with: string;

  @ApiProperty({ type: 'string', format: 'date', example: '2026-11-02' })
  @Matches(/^\d{4}-\d{2}-\d{2}$/)
  @IsISO8601({ strict: true })
  on: string;

  @ApiProperty({ type: 'string', maxLength: 100, description: 'Their number or name for it.' })
  @Length(1, 100)
  reference: string;
}

export class SenderDto extends CreateSenderDto {
  @ApiProperty({ type: 'string' })
  id: string;

  @ApiProperty({
    type: RegistrationDto,
    nullable: true,
    description: 'Of an SMS sender; null while its name is not registered.',
  })
  registration: RegistrationDto | null;

  static of(sender: Sender): SenderDto {
    const { id, channel, name, address, replyTo } = sender;
    return { id, channel, name, address, replyTo, registration: registrationOf(sender) };
  }
}

export class SenderListDto {
  @ApiProperty({ type: [SenderDto] })
  items: SenderDto[];
}

/** What messages say about whoever sends them. */
export class OrganisationDto {
  @ApiProperty({ type: 'string', minLength: 1, maxLength: 100 })
  @Length(1, 100)
  name: string;

  @ApiProperty({ type: 'string', minLength: 1, maxLength: 300, description: 'Postal address.' })
  @Length(1, 300)
  address: string;

  @ApiProperty({ type: 'string', maxLength: 50 })
  @MaxLength(50)
  phone: string;

  @ApiProperty({ type: 'string', format: 'email' })
  @IsEmail()
  email: string;

  @ApiProperty({ type: 'string', format: 'uri' })
  @IsUrl({ protocols: ['https', 'http'], require_protocol: true, require_tld: false })
  website: string;
}
