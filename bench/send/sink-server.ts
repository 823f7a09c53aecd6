import { createServer, type Socket } from 'node:net';

/*
 * A mail server that takes everything and keeps whom it was for. It is as cheap as can be: what it costs
 * is taken from the sender. Over IPC it says where it listens, and tells what it has when asked.
 */

const perRecipient = new Map<string, number>();
let accepted = 0;

const endOfMessage = Buffer.from('\r\n.\r\n');
const hello = '250-sink\r\n250-PIPELINING\r\n250-8BITMIME\r\n250 SIZE 50000000\r\n';

function talk(socket: Socket): void {
  let rest: Buffer = Buffer.alloc(0);
  let inMessage = false;
  let recipient = '';
  socket.setNoDelay(true);
  socket.on('error', () => socket.destroy());
  socket.write('220 sink\r\n');
  socket.on('data', (chunk) => {
    const text = rest.length > 0 ? Buffer.concat([rest, chunk]) : chunk;
    let replies = '';
    let from = 0;
    for (;;) {
      if (inMessage) {
        const end = text.indexOf(endOfMessage, Math.max(0, from - 2));
        if (end < 0) break;
        from = end + endOfMessage.length;
        inMessage = false;
        accepted += 1;
        perRecipient.set(recipient, (perRecipient.get(recipient) ?? 0) + 1);
        replies += '250 2.0.0 queued as S1\r\n';
        continue;
      }
      const end = text.indexOf('\r\n', from);
      if (end < 0) break;
      const line = text.toString('latin1', from, end);
      from = end + 2;
      switch (line.slice(0, 4)) {
        case 'EHLO':
          replies += hello;
          break;
        case 'RCPT':
          recipient = line.slice(9, -1);
          replies += '250 ok\r\n';
          break;
        case 'DATA':
          replies += '354 go on\r\n';
          inMessage = true;
          break;
        case 'QUIT':
          replies += '221 bye\r\n';
          break;
        default:
          replies += '250 ok\r\n';
      }
    }
    // Of a message that has not ended the last octets may be half of its end.
    rest = inMessage
      ? text.subarray(Math.max(from, text.length - endOfMessage.length + 1))
      : text.subarray(from);
    if (replies) socket.write(replies);
  });
}

const server = createServer(talk);
server.listen(Number(process.env.SINK_PORT), '127.0.0.1', () => process.send!({ listening: true }));
process.on('message', () => {
  const doubled = [...perRecipient.values()].filter((times) => times > 1).length;
  process.send!({ accepted, recipients: perRecipient.size, doubled, cpu: process.cpuUsage() });
});
process.on('disconnect', () => process.exit());
