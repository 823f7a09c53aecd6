import { Body, Controller, Get, Param, Patch, Post, Query } from '@nestjs/common';
import { ApiCreatedResponse, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { UserService } from '#libs/access';
import { IdParam, PageQuery, toPage } from '../http/page.dto.js';
import { Access } from './access.decorator.js';
import { ChangeUserDto, CreateUserDto, UserDto, UserPageDto } from './user.dto.js';

@ApiTags('access')
@Controller('v1/users')
export class UserController {
  constructor(private readonly users: UserService) {}

  @Post()
  @Access('users:manage')
  @ApiOperation({ summary: 'Add a person who may log in.' })
  @ApiCreatedResponse({ type: UserDto })
  async create(@Body() user: CreateUserDto): Promise<UserDto> {
    return UserDto.of(await this.users.create(user));
  }

  @Get()
  @Access('users:manage')
  @ApiOperation({ summary: 'The people who may log in, and those who no longer may.' })
  @ApiOkResponse({ type: UserPageDto })
  async list(@Query() { limit, after }: PageQuery): Promise<UserPageDto> {
    return toPage(await this.users.list(limit + 1, after), limit, (user) => UserDto.of(user));
  }

  @Get(':id')
  @Access('users:manage')
  @ApiOperation({ summary: 'One of them.' })
  @ApiOkResponse({ type: UserDto })
  async get(@Param() { id }: IdParam): Promise<UserDto> {
    return UserDto.of(await this.users.get(id));
  }

  @Patch(':id')
  @Access('users:manage')
  @ApiOperation({ summary: 'Change the name, role or password; disable or enable.' })
  @ApiOkResponse({ type: UserDto })
  async change(@Param() { id }: IdParam, @Body() change: ChangeUserDto): Promise<UserDto> {
    return UserDto.of(await this.users.change(id, change));
  }
}
