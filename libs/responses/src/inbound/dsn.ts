import { classifyRefusal, codeIn, statusIn } from '#libs/messaging';
import type { FailedRecipient } from './inbound.js';
import { fieldsIn, type Mail } from './mail.js';

/** What a delivery status notification says (RFC 3464). */
export interface Notification {
  failed: FailedRecipient[];
  /** Some recipient is still being tried. */
  delayed: boolean;
  /** It went through, for some recipient. */
  passed: boolean;
}

const statusParts = new Set(['message/delivery-status', 'message/global-delivery-status']);

/** Reads the report for machines; null where there is none, or where it says nothing. */
export function readNotification(mail: Mail): Notification | null {
  const report = mail.parts.find(({ type }) => statusParts.has(type));
  if (!report) return null;
  const groups = recipientGroups(report.text);
  const notification: Notification = { failed: [], delayed: false, passed: false };
  for (const group of groups) {
    const action = actionOf(group);
    if (action === 'failed') notification.failed.push(recipientOf(group, mail.text));
    else if (action === 'delayed') notification.delayed = true;
    else if (action !== null) notification.passed = true;
  }
  const said = notification.failed.length > 0 || notification.delayed || notification.passed;
  return said ? notification : null;
}

type Group = Map<string, string[]>;

const value = (group: Group, name: string): string => group.get(name)?.[0] ?? '';

/**
 * The groups of fields, one a recipient (RFC 3464 section 2.1). Some servers forget the blank line
 * before one, so a second Final-Recipient begins another group, too.
 */
function recipientGroups(text: string): Group[] {
  return text
    .split(/\n[ \t]*\n|\n(?=final-recipient[ \t]*:)/i)
    .map(fieldsIn)
    .filter((group) => ['final-recipient', 'action', 'status'].some((name) => group.has(name)));
}

/** RFC 3464 section 2.3.3; where it is missing, the class of the status says as much. */
function actionOf(group: Group): string | null {
  const [action = ''] = value(group, 'action')
    .toLowerCase()
    .split(/[\s(;]/, 1);
  if (['failed', 'delayed', 'delivered', 'relayed', 'expanded'].includes(action)) return action;
  const [first] = value(group, 'status');
  if (first === '5') return 'failed';
  return first === '4' ? 'delayed' : first === '2' ? 'delivered' : null;
}

function recipientOf(group: Group, prose: string): FailedRecipient {
  const diagnostic = typed(value(group, 'diagnostic-code'));
  const status = statusIn(` ${value(group, 'status')}`);
  // Without a diagnostic the text for people says why, where anybody does.
  const text = diagnostic || prose.slice(0, 2000);
  const verdict = classifyRefusal({ status, code: codeIn(diagnostic), text });
  const address = typed(value(group, 'original-recipient') || value(group, 'final-recipient'));
  return {
    ...verdict,
    address: address.replace(/^<|>$/g, '') || null,
    code: codeIn(diagnostic),
    status: status?.endsWith('.0.0') ? (statusIn(diagnostic) ?? status) : status,
    diagnostic,
  };
}

/** `rfc822; x@example.test`, `smtp; 550 …`: what stands behind the type. */
const typed = (field: string): string => field.replace(/^[\w.-]+[ \t]*;[ \t]*/, '').trim();
