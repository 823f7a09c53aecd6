import { fieldsChangedBy } from './changed-fields.js';

describe('fields that the next hop changes', () => {
  it.each([
    ['ses', '', true],
    ['smtp', 'smtps://u:p@email-smtp.ap-southeast-1.amazonaws.com', true],
    ['nodemailer', 'smtp://u:p@email-smtp.us-east-1.amazonaws.com:587', true],
    ['smtp', 'smtp://10.0.0.5:25 smtp://email-smtp-fips.us-east-2.amazonaws.com:587', true],
    ['smtp', 'smtp://relay.example:587', false],
    ['smtp', 'smtp://email-smtp.amazonaws.com.example:587', false],
  ] as const)('%s %s', (mailTransport, smtpUrl, changed) => {
    const fields = fieldsChangedBy({ mailTransport, smtpUrl });
    expect(fields).toEqual(changed ? ['message-id', 'date'] : []);
  });
});
