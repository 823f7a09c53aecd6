import type { ApiBodyOptions } from '@nestjs/swagger';

const text = { type: 'string' } as const;
const instant = { type: 'string', format: 'date-time' } as const;
const open = { type: 'object', additionalProperties: true } as const;

/** Fields of every message, in the shape of Segment's HTTP API. Others are passed over. */
const common = {
  userId: { ...text, maxLength: 128, description: 'The external id of the contact.' },
  anonymousId: {
    ...text,
    maxLength: 128,
    description: 'A visitor; needed where userId is absent.',
  },
  messageId: { ...text, maxLength: 128, description: 'Makes the message idempotent.' },
  timestamp: { ...instant, description: 'When it happened; now when absent.' },
  sentAt: { ...instant, description: 'When it was sent by the same clock, to make it good.' },
  context: open,
  integrations: open,
};

const own = {
  track: { event: { ...text, maxLength: 100 }, properties: open },
  identify: { traits: open },
  page: { name: text, category: text, properties: open },
  screen: { name: text, category: text, properties: open },
  alias: { previousId: text },
  group: { groupId: text, traits: open },
};

/** The body of one message. */
export const messageBody = (type: keyof typeof own): ApiBodyOptions => ({
  schema: {
    type: 'object',
    additionalProperties: true,
    properties: { ...common, ...own[type] },
  },
});

/** The body of several. */
export const batchBody: ApiBodyOptions = {
  schema: {
    type: 'object',
    additionalProperties: true,
    required: ['batch'],
    properties: {
      batch: {
        type: 'array',
        description: 'Messages with their `type`; at most 500 KB together, 32 KB each.',
        items: {
          type: 'object',
          additionalProperties: true,
          required: ['type'],
          properties: { type: { ...text, enum: Object.keys(own) }, ...common },
        },
      },
      sentAt: instant,
      writeKey: text,
    },
  },
};
