import type { FastifyReply } from 'fastify';

/** Answers with a mail as a file: somebody else wrote it, so no browser is to show it as ours. */
export async function sendMail(reply: FastifyReply, name: string, mail: Buffer): Promise<void> {
  await reply
    .type('message/rfc822')
    .header('Content-Disposition', `attachment; filename="${name}.eml"`)
    .header('Content-Security-Policy', "default-src 'none'; sandbox")
    .send(mail);
}
