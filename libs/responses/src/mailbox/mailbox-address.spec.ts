import { readMailboxAddress } from './mailbox-address.js';

describe('addresses of mailboxes', () => {
  it('have their parts, decoded', () => {
    expect(
      readMailboxAddress('imaps://back%40shop.example:p%3A%2Fw@imap.example/Back%20mail'),
    ).toEqual({
      host: 'imap.example',
      port: 993,
      tls: 'implicit',
      user: 'back@shop.example',
      password: 'p:/w',
      folder: 'Back mail',
      name: 'back@shop.example@imap.example:993/Back mail',
    });
  });

  it('are the inbox when they name no folder', () => {
    expect(readMailboxAddress('imaps://u:p@imap.example').folder).toBe('INBOX');
    expect(readMailboxAddress('imaps://u:p@imap.example:1993/')).toMatchObject({ folder: 'INBOX', port: 1993 }); // prettier-ignore
  });

  it('let no password leave the machine in the clear', () => {
    expect(readMailboxAddress('imap://u:p@imap.example')).toMatchObject({ tls: 'required', port: 143 }); // prettier-ignore
    for (const host of ['127.0.0.1', 'localhost', '[::1]'])
      expect(readMailboxAddress(`imap://u:p@${host}:1143/INBOX`).tls).toBe('never');
  });

  it.each(['imaps://imap.example/INBOX', 'imaps://u@imap.example'])(
    '%s is none, and says so without the password',
    (text) => {
      expect(() => readMailboxAddress(text)).toThrow('INBOUND_IMAP_URL must name');
    },
  );
});
