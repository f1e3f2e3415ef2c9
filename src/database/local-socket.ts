import { Socket, type IpcSocketConnectOpts, type SocketConstructorOpts } from 'node:net';

/** What every read goes through: it is copied out before the next one, whoever reads. */
const buffer = Buffer.allocUnsafe(2 ** 16);

/**
 * Connects to a Unix socket, for the driver. A socket as it comes takes 64 kB anew for each reply, of
 * a hundred bytes.
 * @throws as `net.Socket.connect`
 */
export function connectLocal(path: string): Promise<Socket> {
  const options: SocketConstructorOpts & Pick<IpcSocketConnectOpts, 'onread'> = {
    onread: {
      buffer,
      callback: (length) => {
        socket.emit('data', Buffer.from(buffer.subarray(0, length)));
        // Go on reading, whether anybody listens or not: what ends the socket is read as well.
        return true;
      },
    },
  };
  const socket = new Socket(options);
  return new Promise((resolve, reject) => {
    socket.once('error', reject);
    socket.connect(path, () => resolve(socket));
  });
}
