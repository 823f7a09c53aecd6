import 'reflect-metadata';
import { randomBytes } from 'node:crypto';
import { createInterface } from 'node:readline';
import { parseArgs } from 'node:util';
import { Module, type DynamicModule } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { isEmail } from 'class-validator';
import { AccessModule, UserService, roles, type Role } from '#libs/access';
import { DomainError, messageOf } from '#libs/kernel';
import { PlatformModule, readEnv } from '#libs/platform';
import { migrations } from '../migrations/index.js';

const usage = `Adds somebody who may log in.

  node dist/tools/admin.js --email a@example.test --name 'สมชาย' [--role admin] [--password-stdin]

Without --role it makes the first admin, and nobody once there is a user (exit code 3).
Without --password-stdin it makes a password and prints it.`;

const alreadyThere = 3;

@Module({})
class AdminModule {
  static forRoot(): DynamicModule {
    const platform = PlatformModule.forRoot({ app: 'admin', env: readEnv(), migrations });
    return { module: AdminModule, imports: [platform, AccessModule] };
  }
}

interface Wish {
  email: string;
  name: string;
  role: Role | undefined;
  password: string | undefined;
}

async function readWish(): Promise<Wish> {
  const { values } = parseArgs({
    options: {
      email: { type: 'string' },
      name: { type: 'string' },
      role: { type: 'string' },
      'password-stdin': { type: 'boolean', default: false },
    },
  });
  const { email, name } = values;
  const role = roles.find((known) => known === values.role);
  if (!email || !isEmail(email)) throw new Error('--email is missing or is no e-mail address.');
  if (!name?.trim()) throw new Error('--name is missing.');
  if (values.role !== undefined && !role)
    throw new Error(`--role must be one of ${roles.join(', ')}.`);
  const password = values['password-stdin'] ? await firstLine() : undefined;
  return { email, name: name.trim(), role, password };
}

async function firstLine(): Promise<string> {
  for await (const line of createInterface({ input: process.stdin })) return line;
  throw new Error('There is no password on standard input.');
}

/** @returns the exit code */
async function add({ email, name, role, password }: Wish): Promise<number> {
  const app = await NestFactory.createApplicationContext(AdminModule.forRoot(), {
    logger: false,
    abortOnError: false,
  });
  try {
    const users = app.get(UserService);
    if (!role && (await users.any())) {
      console.error('There are users already. Give --role to add another one.');
      return alreadyThere;
    }
    const given = password ?? randomBytes(15).toString('base64url');
    const user = await users.create({ email, name, role: role ?? 'admin', password: given });
    console.log(`${user.role} ${user.email} may log in.`);
    if (password === undefined) console.log(`Password: ${given}`);
    return 0;
  } finally {
    await app.close();
  }
}

async function run(): Promise<number> {
  try {
    return await add(await readWish());
  } catch (error) {
    console.error(messageOf(error));
    if (!(error instanceof DomainError)) console.error(`\n${usage}`);
    return 1;
  }
}

process.exit(await run());
