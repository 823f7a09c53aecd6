import { Controller } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { IntakeService, type Received } from '#libs/contacts';
import { IntakeRoute, OpenBody, Source } from './intake-route.decorator.js';
import type { AcceptedDto } from './intake.dto.js';
import { batchBody, messageBody } from './intake.schema.js';

const accepted: AcceptedDto = { success: true };

/**
 * Segment's HTTP API (https://segment.com/docs/connections/sources/catalog/libraries/server/http-api/),
 * so that client libraries work by changing the host.
 */
@ApiTags('intake')
@Controller('v1')
export class IntakeController {
  constructor(private readonly intake: IntakeService) {}

  @IntakeRoute('track', 'Somebody did something.', messageBody('track'))
  async track(@OpenBody() body: Received, @Source() source: string): Promise<AcceptedDto> {
    await this.intake.acceptOne('track', body, source);
    return accepted;
  }

  @IntakeRoute('identify', 'Who somebody is.', messageBody('identify'))
  async identify(@OpenBody() body: Received, @Source() source: string): Promise<AcceptedDto> {
    await this.intake.acceptOne('identify', body, source);
    return accepted;
  }

  @IntakeRoute('page', 'Somebody saw a page.', messageBody('page'))
  async page(@OpenBody() body: Received, @Source() source: string): Promise<AcceptedDto> {
    await this.intake.acceptOne('page', body, source);
    return accepted;
  }

  @IntakeRoute('screen', 'Somebody saw a screen of an app.', messageBody('screen'))
  async screen(@OpenBody() body: Received, @Source() source: string): Promise<AcceptedDto> {
    await this.intake.acceptOne('screen', body, source);
    return accepted;
  }

  @IntakeRoute('alias', 'A visitor is this person.', messageBody('alias'))
  async alias(@OpenBody() body: Received, @Source() source: string): Promise<AcceptedDto> {
    await this.intake.acceptOne('alias', body, source);
    return accepted;
  }

  @IntakeRoute('group', 'Somebody belongs to a group.', messageBody('group'))
  async group(@OpenBody() body: Received, @Source() source: string): Promise<AcceptedDto> {
    await this.intake.acceptOne('group', body, source);
    return accepted;
  }

  @IntakeRoute('batch', 'Several messages. Each is judged alone.', batchBody)
  async batch(@OpenBody() body: Received, @Source() source: string): Promise<AcceptedDto> {
    await this.intake.acceptBatch(body, source);
    return accepted;
  }

  @IntakeRoute('import', 'Messages of times gone by, which start nothing.', batchBody)
  async import(@OpenBody() body: Received, @Source() source: string): Promise<AcceptedDto> {
    await this.intake.acceptBatch(body, source, { history: true });
    return accepted;
  }
}
