import { ApiProperty } from '@nestjs/swagger';
import { IsBoolean, IsEmail, IsIn, IsString, Length, MaxLength } from 'class-validator';
import { roles, type Role, type User } from '#libs/access';
import { MayBeAbsent } from '../http/may-be-absent.js';

export class CreateUserDto {
  @ApiProperty({ type: 'string', format: 'email', maxLength: 254 })
  @IsEmail()
  @MaxLength(254)
  email: string;

  @ApiProperty({ type: 'string', minLength: 1, maxLength: 100, example: 'สมชาย ใจดี' })
  @IsString()
  @Length(1, 100)
  name: string;

  @ApiProperty({ type: 'string', enum: roles })
  @IsIn(roles)
  role: Role;

  @ApiProperty({ type: 'string', format: 'password', minLength: 12, maxLength: 128 })
  @IsString()
  @MaxLength(512)
  password: string;
}

export class ChangeUserDto {
  @ApiProperty({ required: false, type: 'string', minLength: 1, maxLength: 100 })
  @MayBeAbsent()
  @IsString()
  @Length(1, 100)
  name?: string;

  @ApiProperty({ required: false, type: 'string', enum: roles })
  @MayBeAbsent()
  @IsIn(roles)
  role?: Role;

  @ApiProperty({
    required: false,
    type: 'string',
    format: 'password',
    minLength: 12,
    maxLength: 128,
    description: "Ends all of the user's sessions.",
  })
  @MayBeAbsent()
  @IsString()
  @MaxLength(512)
  password?: string;

  @ApiProperty({ required: false, type: 'boolean', description: 'Ends all sessions and keys.' })
  @MayBeAbsent()
  @IsBoolean()
  disabled?: boolean;
}

export class UserDto {
  @ApiProperty({ type: 'string' })
  id: string;

  @ApiProperty({ type: 'string', format: 'email' })
  email: string;

  @ApiProperty({ type: 'string' })
  name: string;

  @ApiProperty({ type: 'string', enum: roles })
  role: Role;

  @ApiProperty({ type: 'boolean' })
  disabled: boolean;

  @ApiProperty({ type: 'string', format: 'date-time' })
  createdAt: string;

  static of({ id, email, name, role, disabledAt, createdAt }: User): UserDto {
    return {
      id,
      email,
      name,
      role,
      disabled: disabledAt !== null,
      createdAt: createdAt.toISOString(),
    };
  }
}

export class UserPageDto {
  @ApiProperty({ type: UserDto, isArray: true })
  items: UserDto[];

  @ApiProperty({ type: 'string', nullable: true })
  next: string | null;
}
