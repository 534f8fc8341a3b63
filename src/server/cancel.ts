import { once } from 'node:events';
import net from 'node:net';

/** Where a connected server is: a resolved address and port, or a unix socket. */
export type Endpoint = { readonly path: string } | { readonly host: string; readonly port: number };

const timeoutMilliseconds = 10_000;
const cancelRequestCode = (1234 << 16) | 5678;

/**
 * Asks the server, over a connection of its own, to cancel what the given backend runs. The server answers by closing;
 * whether there was something to cancel it does not say.
 */
export async function cancelRequest(endpoint: Endpoint, processId: number, secretKey: number): Promise<void> {
  const message = Buffer.alloc(16);
  message.writeInt32BE(16, 0);
  message.writeInt32BE(cancelRequestCode, 4);
  message.writeInt32BE(processId, 8);
  message.writeInt32BE(secretKey, 12);
  const socket = net.connect(endpoint);
  socket.setTimeout(timeoutMilliseconds, () => socket.destroy(new Error('the cancel request was not answered')));
  try {
    await once(socket, 'connect');
    socket.resume();
    const closed = once(socket, 'close');
    socket.end(message);
    await closed;
  } finally {
    socket.destroy();
  }
}
