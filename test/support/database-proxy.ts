import { connect, createServer, type Server, type Socket } from 'node:net';

/** Stands between the API and the database, and can hang up on both. */
export class DatabaseProxy {
  private readonly sockets = new Set<Socket>();
  private target = { host: '', port: 0 };
  private broken = false;

  private constructor(private readonly server: Server) {}

  static async start(): Promise<DatabaseProxy> {
    const proxy = new DatabaseProxy(createServer((socket) => proxy.join(socket)));
    await new Promise<void>((resolve) => proxy.server.listen(0, '127.0.0.1', resolve));
    return proxy;
  }

  /** The address that leads to the same database through here. */
  instead(url: string): string {
    const changed = new URL(url);
    this.target = { host: changed.hostname, port: Number(changed.port) };
    changed.hostname = '127.0.0.1';
    changed.port = String((this.server.address() as { port: number }).port);
    return changed.href;
  }

  private join(near: Socket): void {
    if (this.broken) {
      near.destroy();
      return;
    }
    const far = connect(this.target);
    for (const socket of [near, far]) {
      this.sockets.add(socket);
      socket.on('error', () => socket.destroy());
      socket.on('close', () => this.sockets.delete(socket));
    }
    near.pipe(far).pipe(near);
  }

  /** Hangs up on everybody, and on everybody who comes. */
  cut(): void {
    this.broken = true;
    for (const socket of this.sockets) socket.destroy();
  }

  mend(): void {
    this.broken = false;
  }

  stop(): void {
    this.cut();
    this.server.close();
  }
}
