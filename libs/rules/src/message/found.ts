import { windowKind } from '../behaviour/window.js';
import type { MessageFact, ResponseFact } from '../facts.js';
import type { Axis, Range } from '../time/axis.js';
import type { MessageCondition } from '../tree.js';
import { whats } from './whats.js';

const asked = ({ campaign, channel }: MessageCondition, message: MessageFact): boolean =>
  (campaign === null || message.campaign === campaign) &&
  (channel === null || message.channel === channel);

const counts = (node: MessageCondition, response: ResponseFact): boolean => {
  const { response: kind, machines } = whats[node.what];
  if (response.kind !== kind) return false;
  if (machines && !node.machines && response.machine) return false;
  return node.link === null || response.link === node.link;
};

/** The presents at which what became of a message counts, each time that it happened. */
function ofMessage(node: MessageCondition, message: MessageFact, axis: Axis): Range[] {
  const during = (at: Date): Range =>
    windowKind(node.window).during(at.getTime(), node.window, axis);
  if (whats[node.what].response !== null) {
    return message.responses.filter((one) => counts(node, one)).map(({ at }) => during(at));
  }
  if (message.sentAt === null) return [];
  const range = during(message.sentAt);
  if (node.what === 'sent') return [range];
  const bounces = message.responses.filter(({ kind }) => kind === 'bounce');
  const bounced = Math.min(...bounces.map(({ at }) => at.getTime()));
  return [{ ...range, to: Math.min(range.to ?? Infinity, bounced - 1) }];
}

/** The same for all messages to a contact. */
export const rangesOf = (
  node: MessageCondition,
  messages: readonly MessageFact[],
  axis: Axis,
): Range[] =>
  messages
    .filter((message) => asked(node, message))
    .flatMap((message) => ofMessage(node, message, axis));
