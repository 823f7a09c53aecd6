import { ApiProperty } from '@nestjs/swagger';
import { IsString, Length, MaxLength } from 'class-validator';
import { roles, scopes, type Role, type Scope } from '#libs/access';

export class LoginDto {
  @ApiProperty({ type: 'string', maxLength: 254, example: 'somchai@example.test' })
  @IsString()
  @Length(1, 254)
  email: string;

  @ApiProperty({ type: 'string', format: 'password', maxLength: 512 })
  @IsString()
  @MaxLength(512)
  password: string;
}

export class SessionDto {
  @ApiProperty({ type: 'string' })
  userId: string;

  @ApiProperty({ type: 'string' })
  name: string;

  @ApiProperty({ type: 'string', enum: roles })
  role: Role;

  @ApiProperty({ type: 'string', enum: ['session', 'api_key'] })
  kind: 'session' | 'api_key';

  @ApiProperty({ type: 'string', isArray: true, enum: scopes })
  scopes: Scope[];
}
