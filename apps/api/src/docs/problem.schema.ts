import type { OpenAPIObject } from '@nestjs/swagger';

type Components = NonNullable<OpenAPIObject['components']>;
type Schema = NonNullable<Components['schemas']>[string];
type Response = NonNullable<Components['responses']>[string];

const text = (description: string): Schema => ({ type: 'string', description });

/** RFC 9457, section 3, with our extensions `code`, `requestId` and `errors`. */
export const problemSchema: Schema = {
  type: 'object',
  required: ['type', 'title', 'status', 'detail', 'code', 'requestId', 'errors'],
  properties: {
    type: { type: 'string', format: 'uri', example: 'urn:saphan:error:request.invalid' },
    title: text('The status in words.'),
    status: { type: 'integer' },
    detail: text('What is wrong, for people.'),
    code: text('What is wrong, for programs. It never changes its meaning.'),
    requestId: text('Under this id the request stands in the log.'),
    errors: {
      type: 'array',
      items: {
        type: 'object',
        required: ['place', 'code', 'message'],
        properties: {
          place: text(
            'JSON Pointer (RFC 6901) into the body, `query.x`, `path.x`, or a file’s line.',
          ),
          code: text('Stable, as above.'),
          message: text('For people.'),
        },
      },
    },
  },
};

export const problemResponse: Response = {
  description: 'A failure. With 429 and 503, Retry-After says after how many seconds to try again.',
  headers: { 'Retry-After': { schema: { type: 'integer' }, description: 'Seconds.' } },
  content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } },
};
