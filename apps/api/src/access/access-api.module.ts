import { Module } from '@nestjs/common';
import { AccessModule } from '#libs/access';
import { AccessGuard } from './access.guard.js';
import { ApiKeyController } from './api-key.controller.js';
import { RateLimits } from './rate-limits.js';
import { SessionController } from './session.controller.js';
import { UserController } from './user.controller.js';

/** Logging in, users and keys over HTTP, and the guard of every route. */
@Module({
  imports: [AccessModule],
  controllers: [ApiKeyController, SessionController, UserController],
  providers: [AccessGuard, RateLimits],
  exports: [AccessGuard],
})
export class AccessApiModule {}
