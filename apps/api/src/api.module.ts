import { Module, type DynamicModule } from '@nestjs/common';
import { PlatformModule, type PlatformOptions } from '#libs/platform';
import { AccessApiModule } from './access/access-api.module.js';
import { CampaignsApiModule } from './campaigns/campaigns-api.module.js';
import { CompetitorsApiModule } from './competitors/competitors-api.module.js';
import { ContactsApiModule } from './contacts/contacts-api.module.js';
import { DocsController } from './docs/docs.controller.js';
import { Docs } from './docs/docs.js';
import { IntakeApiModule } from './intake/intake-api.module.js';
import { HealthController } from './platform/health.controller.js';
import { MetricsController } from './platform/metrics.controller.js';
import { MessagingApiModule } from './messaging/messaging-api.module.js';
import { ReportsApiModule } from './reports/reports-api.module.js';
import { ResponsesApiModule } from './responses/responses-api.module.js';
import { SegmentsApiModule } from './segments/segments-api.module.js';
import { SendingApiModule } from './sending/sending-api.module.js';
import { TrackingApiModule } from './tracking/tracking-api.module.js';

/*
 * How a domain comes to the API:
 *
 * - `<domain>/<domain>.controller.ts`, `<domain>/<domain>.dto.ts`, `<domain>/<domain>-api.module.ts`,
 *   and one line in `domains` below.
 * - A handler is: guard, DTO in, one call of a lib's service, DTO out. No SQL, no rule, no try.
 * - Every handler declares who may call it, with exactly one of @Access('scope'), @SignedIn() and
 *   @Public('why') from access/access.decorator.js; the server does not start otherwise. Scopes
 *   stand in libs/access/src/scopes.ts. `@Caller() caller: Principal` says who calls.
 * - A DTO is a class with class-validator rules and @ApiProperty on every field; unknown fields are
 *   refused. Nullable is `nullable: true` beside `type`. Ids are strings; `@Param() { id }: IdParam`.
 * - Lists take `@Query() { limit, after }: PageQuery` and answer `{ items, next }`: read limit + 1
 *   rows and use `toPage` (http/page.dto.js).
 * - Failures are thrown as DomainError; http/problem.filter.ts answers them.
 * - @ApiTags on the controller, @ApiOperation({ summary }) and a typed @ApiOkResponse on each handler;
 *   then `npm run build && npm run generate`.
 */
const domains = [
  AccessApiModule,
  CampaignsApiModule,
  CompetitorsApiModule,
  ContactsApiModule,
  IntakeApiModule,
  MessagingApiModule,
  ReportsApiModule,
  ResponsesApiModule,
  SegmentsApiModule,
  SendingApiModule,
  TrackingApiModule,
];

@Module({})
export class ApiModule {
  static forRoot(options: Omit<PlatformOptions, 'app'>): DynamicModule {
    return {
      module: ApiModule,
      imports: [PlatformModule.forRoot({ app: 'api', ...options }), ...domains],
      controllers: [DocsController, HealthController, MetricsController],
      providers: [Docs],
    };
  }
}
