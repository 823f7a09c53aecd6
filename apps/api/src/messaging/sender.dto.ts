import { ApiProperty } from '@nestjs/swagger';
import { IsEmail, IsIn, IsOptional, IsUrl, Length, MaxLength } from 'class-validator';
import type { ChannelName, Sender } from '#libs/messaging';

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

export class SenderDto extends CreateSenderDto {
  @ApiProperty({ type: 'string' })
  id: string;

  static of({ id, channel, name, address, replyTo }: Sender): SenderDto {
    return { id, channel, name, address, replyTo };
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
