import { ApiProperty } from '@nestjs/swagger';
import { Matches } from 'class-validator';

export class SealParam {
  @ApiProperty({ type: 'string', description: 'From the address that we gave to Twilio.' })
  @Matches(/^[0-9a-f]{32}$/)
  seal: string;
}

const text = (description: string) => ({ type: 'string', description });

/** What a gateway may tell of a message. Gateways send more than they were asked for: it is not closed. */
export const gatewayReceipt = {
  type: 'object',
  additionalProperties: true,
  required: ['state'],
  properties: {
    id: text('The id that we sent along.'),
    gatewayId: text('The gateway’s own id; then with `to`.'),
    to: text('The number that it was for.'),
    state: { type: 'string', enum: ['delivered', 'undelivered', 'passed_on'] },
    reason: {
      type: 'string',
      enum: ['no_such_number', 'unreachable', 'expired', 'blocked'],
      description: 'Why it was not delivered. `no_such_number` suppresses the number.',
    },
    code: { type: 'integer', description: 'The gateway’s own code.' },
    at: { type: 'string', format: 'date-time' },
  },
};

/** What somebody wrote. */
export const gatewayMessage = {
  type: 'object',
  additionalProperties: true,
  required: ['id', 'from', 'text'],
  properties: {
    id: text('The gateway’s own id of it, by which a repeat is known.'),
    from: text('Who wrote, E.164.'),
    to: text('Which of our numbers it came to.'),
    text: text('What they wrote.'),
  },
};
