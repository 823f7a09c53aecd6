/** A quoted string (RFC 5321 section 4.1.2), or a local part without what would end a path or a command. */
const path =
  /^(?:"(?:[^"\\\x00-\x1f\x7f]|\\[\x20-\x7e])*"|[^\x00-\x20\x7f<>"]+)(?:@[^\x00-\x20\x7f<>"]+)?$/; // eslint-disable-line no-control-regex

/**
 * Whether an address can stand between the brackets of MAIL FROM and RCPT TO and end nothing but itself:
 * one with a line break or a bracket in it would be commands of somebody else's (CWE-93). Whether there is
 * such a mailbox is for the server to say.
 */
export const isPath = (address: string): boolean => path.test(address);
