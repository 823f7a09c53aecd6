/** What we use of the `smpp` package, which comes without types. */
declare module 'smpp' {
  import type { EventEmitter } from 'node:events';
  import type { Server as NetServer, Socket } from 'node:net';

  export interface Pdu {
    command: string;
    command_id: number;
    command_status: number;
    sequence_number: number;
    isResponse(): boolean;
    response(options?: Fields): Pdu;
    [field: string]: unknown;
  }

  export type Fields = Readonly<Record<string, unknown>>;
  type Answered = (pdu: Pdu) => void;
  type Send = (fields: Fields, answered?: Answered) => boolean;

  export class Session extends EventEmitter {
    constructor(options: Fields);
    readonly socket: Socket;
    /** False when the socket cannot be written to any more. */
    send(pdu: Pdu, answered?: Answered): boolean;
    bind_transceiver: Send;
    submit_sm: Send;
    deliver_sm: Send;
    enquire_link: Send;
    unbind: Send;
    close(): void;
    destroy(): void;
  }

  export interface Server extends NetServer {
    sessions: Session[];
  }

  const smpp: {
    Session: typeof Session;
    createServer(options: Fields, listener: (session: Session) => void): Server;
    encodings: Record<'ASCII' | 'UCS2', { encode(text: string): Buffer }>;
  };
  export default smpp;
}
