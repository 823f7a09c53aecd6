import { Module } from '@nestjs/common';
import { ApiKeyRepository } from './api-key.repository.js';
import { ApiKeyService } from './api-key.service.js';
import { LoginAttemptRepository } from './login-attempt.repository.js';
import { LoginService } from './login.service.js';
import { SessionRepository } from './session.repository.js';
import { SessionService } from './session.service.js';
import { UserRepository } from './user.repository.js';
import { UserService } from './user.service.js';

/** People who log in and programs that call. Needs PlatformModule. */
@Module({
  providers: [
    ApiKeyRepository,
    LoginAttemptRepository,
    SessionRepository,
    UserRepository,
    ApiKeyService,
    LoginService,
    SessionService,
    UserService,
  ],
  exports: [ApiKeyService, LoginService, SessionService, UserService],
})
export class AccessModule {}
