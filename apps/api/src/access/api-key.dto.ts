import { ApiProperty } from '@nestjs/swagger';
import { ArrayMaxSize, ArrayNotEmpty, IsArray, IsIn, IsString, Length } from 'class-validator';
import { scopes, type ApiKey, type Scope } from '#libs/access';

export class CreateApiKeyDto {
  @ApiProperty({ type: 'string', minLength: 1, maxLength: 100, example: 'web shop' })
  @IsString()
  @Length(1, 100)
  name: string;

  @ApiProperty({ type: 'string', isArray: true, enum: scopes })
  @IsArray()
  @ArrayNotEmpty()
  @ArrayMaxSize(100)
  @IsIn(scopes, { each: true })
  scopes: Scope[];
}

export class ApiKeyDto {
  @ApiProperty({ type: 'string' })
  id: string;

  @ApiProperty({ type: 'string' })
  name: string;

  @ApiProperty({ type: 'string', description: 'The key begins with `sph_` and this.' })
  prefix: string;

  @ApiProperty({ type: 'string', isArray: true, enum: scopes })
  scopes: Scope[];

  @ApiProperty({ type: 'string', description: 'Id of the user who made it.' })
  createdBy: string;

  @ApiProperty({ type: 'string', format: 'date-time' })
  createdAt: string;

  @ApiProperty({ type: 'string', nullable: true, format: 'date-time' })
  revokedAt: string | null;

  static of(key: ApiKey): ApiKeyDto {
    const { id, name, prefix, createdBy } = key;
    return {
      id,
      name,
      prefix,
      scopes: [...key.scopes],
      createdBy,
      createdAt: key.createdAt.toISOString(),
      revokedAt: key.revokedAt?.toISOString() ?? null,
    };
  }
}

export class NewApiKeyDto extends ApiKeyDto {
  @ApiProperty({ type: 'string', description: 'The key itself. It is never shown again.' })
  key: string;
}

export class ApiKeyPageDto {
  @ApiProperty({ type: ApiKeyDto, isArray: true })
  items: ApiKeyDto[];

  @ApiProperty({ type: 'string', nullable: true })
  next: string | null;
}
