import { ApiProperty } from '@nestjs/swagger';
import { ArrayMaxSize, ArrayMinSize, IsArray, IsString, Matches, MaxLength } from 'class-validator';
import { maxListed, type ContactList } from '#libs/contacts';
import { idPattern } from '../http/page.dto.js';

export class ListNameDto {
  @ApiProperty({ type: 'string', minLength: 1, maxLength: 100, example: 'แขกงานเปิดร้าน' })
  @IsString()
  @MaxLength(100)
  name: string;
}

export class ListDto {
  @ApiProperty({ type: 'string' })
  id: string;

  @ApiProperty({ type: 'string' })
  name: string;

  @ApiProperty({ type: 'string', format: 'date-time' })
  createdAt: Date;

  static of({ id, name, createdAt }: ContactList): ListDto {
    return { id, name, createdAt };
  }
}

export class CountedListDto extends ListDto {
  @ApiProperty({ type: 'integer', description: 'Contacts on it.' })
  count: number;
}

export class ListPageDto {
  @ApiProperty({ type: [ListDto] })
  items: ListDto[];

  @ApiProperty({ type: 'string', nullable: true })
  next: string | null;
}

export class ListedContactsDto {
  @ApiProperty({
    type: 'string',
    isArray: true,
    minItems: 1,
    maxItems: maxListed,
    description: 'Ids of contacts.',
  })
  @IsArray()
  @ArrayMinSize(1)
  @ArrayMaxSize(maxListed)
  @Matches(idPattern, { each: true })
  contactIds: string[];
}

export class AddedDto {
  @ApiProperty({ type: 'integer', description: 'Those who were not on it before.' })
  added: number;

  @ApiProperty({ type: 'string', isArray: true, description: 'Ids of no contact.' })
  unknown: string[];
}

export class RemovedDto {
  @ApiProperty({ type: 'integer', description: 'Those who were on it.' })
  removed: number;
}
