import { connect } from 'node:net';
import { until } from '../until.js';

/** Resolves once somebody listens on the port of this machine. */
export const connects = (port: number): Promise<void> =>
  until(
    () =>
      new Promise<boolean>((resolve) => {
        const socket = connect(port, '127.0.0.1');
        socket.once('connect', () => resolve(true));
        socket.once('error', () => resolve(false));
        socket.once('connect', () => socket.destroy());
      }),
    10,
  );
