import { fieldsIn, type Mail } from './mail.js';

/** Feedback that is no complaint: `not-spam` takes one back, `auth-failure` (RFC 6591) is for postmasters. */
const noComplaints = new Set(['not-spam', 'auth-failure', 'dmarc', 'dkim']);

/** What a feedback report says (RFC 5965); null for what is none. */
export function readFeedback(mail: Mail): { feedback: string; isComplaint: boolean } | null {
  const report = mail.parts.find(({ type }) => type === 'message/feedback-report');
  if (report) {
    const feedback = (fieldsIn(report.text).get('feedback-type')?.[0] ?? 'other').toLowerCase();
    return { feedback: feedback.slice(0, 32), isComplaint: !noComplaints.has(feedback) };
  }
  return isJunkMailReport(mail) ? { feedback: 'abuse', isComplaint: true } : null;
}

/** Outlook.com's Junk Mail Reporting Program sends the original as an attachment, and no report. */
const isJunkMailReport = (mail: Mail): boolean =>
  /^complaint about message from /i.test(mail.subject) &&
  mail.parts.some(({ type }) => type === 'message/rfc822');
