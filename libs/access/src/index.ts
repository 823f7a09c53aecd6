export { AccessModule } from './access.module.js';
export type { ApiKey } from './api-key.repository.js';
export { ApiKeyService } from './api-key.service.js';
export { LoginService } from './login.service.js';
export type { Principal } from './principal.js';
export { roles, scopes, scopesOf, type Role, type Scope } from './scopes.js';
export { SessionService, sessionLifetimeSeconds } from './session.service.js';
export type { User } from './user.repository.js';
export { UserService, type NewUser } from './user.service.js';
