import { Module, type OnModuleInit } from '@nestjs/common';
import { HttpAdapterHost } from '@nestjs/core';
import type { FastifyAdapter } from '@nestjs/platform-fastify';
import { ContactsModule } from '#libs/contacts';
import { EventController } from '../events/event.controller.js';
import { streamFileBodies } from '../imports/file-body.js';
import { ImportController } from '../imports/import.controller.js';
import { ListController } from '../lists/list.controller.js';
import { AttributeController } from './attribute.controller.js';
import { ConsentController } from './consent.controller.js';
import { ContactController } from './contact.controller.js';
import { MetricController } from './metric.controller.js';

/** People, what they agreed to, what they did, and files of both, over HTTP. */
@Module({
  imports: [ContactsModule],
  controllers: [
    ContactController,
    AttributeController,
    MetricController,
    ConsentController,
    EventController,
    ImportController,
    ListController,
  ],
})
export class ContactsApiModule implements OnModuleInit {
  constructor(private readonly host: HttpAdapterHost<FastifyAdapter>) {}

  onModuleInit(): void {
    streamFileBodies(this.host.httpAdapter.getInstance());
  }
}
