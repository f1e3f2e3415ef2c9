import { readFile } from 'node:fs/promises';
import { isIP, Socket, type OnReadOpts } from 'node:net';
import type { ConnectionOptions } from 'node:tls';

import type { Address, Tls } from './address.js';

/** The buffer of all reads on all sockets. Each read is copied out before the next one. */
const buffer = Buffer.allocUnsafe(2 ** 16);

/**
 * Connects to a server, for the driver.
 * @param signal stops the attempt
 * @throws as `net.Socket.connect` and `tls.connect`
 * @throws {TlsRefused}
 * @throws the signal's reason
 */
export async function openSocket(address: Address, signal: AbortSignal): Promise<Socket> {
  const { tls } = address;
  if (address.path !== null || tls.mode === 'disable' || tls.mode === 'allow') {
    return connected(leanSocket(), address, signal);
  }
  const socket = await connected(new Socket(), address, signal);
  const stop = () => socket.destroy();
  signal.addEventListener('abort', stop, { once: true });
  try {
    return await encrypted(socket, address);
  } catch (error) {
    socket.destroy();
    signal.throwIfAborted();
    throw error;
  } finally {
    signal.removeEventListener('abort', stop);
  }
}

/** A socket with the shared buffer. By default Node.js allocates 64 kB for each reply of a hundred bytes. */
function leanSocket(): Socket {
  const onread: OnReadOpts = {
    buffer,
    callback: (length) => {
      socket.emit('data', Buffer.from(buffer.subarray(0, length)));
      // Continue reading even without a listener, because the end of the stream must be read too.
      return true;
    },
  };
  const options: ConstructorParameters<typeof Socket>[0] & { onread: OnReadOpts } = { onread };
  const socket = new Socket(options);
  return socket;
}

function connected(socket: Socket, { host, port, path }: Address, signal: AbortSignal) {
  return new Promise<Socket>((resolve, reject) => {
    const fail = (error: unknown) => {
      signal.removeEventListener('abort', stop);
      socket.destroy();
      reject(error);
    };
    const stop = () => fail(signal.reason);
    if (signal.aborted) return stop();
    signal.addEventListener('abort', stop, { once: true });
    socket.once('error', fail);
    const done = () => {
      signal.removeEventListener('abort', stop);
      socket.off('error', fail);
      resolve(socket);
    };
    // Without Nagle's algorithm, because statements are small and each is awaited.
    if (path === null) socket.setNoDelay(true).connect(port, host, done);
    else socket.connect(path, done);
  });
}

/* ---------- TLS ---------- */

/** The server does not speak TLS. */
class TlsRefused extends Error {
  override readonly name = 'TlsRefused';
  readonly code = 'TLS_REFUSED';

  constructor() {
    super('the server does not accept TLS');
  }
}

/** The SSLRequest message: its length, and the code in place of a protocol version. (Manual 54.7) */
const SSL_REQUEST = Buffer.from([0, 0, 0, 8, 0x04, 0xd2, 0x16, 0x2f]);
const YES = 'S'.charCodeAt(0);
const NO = 'N'.charCodeAt(0);

async function encrypted(socket: Socket, { host, tls }: Address): Promise<Socket> {
  if (!tls.isDirect && !(await acceptsTls(socket))) {
    if (tls.mode === 'prefer') return socket;
    throw new TlsRefused();
  }
  const { connect } = await import('node:tls');
  const options = await tlsOptions(tls, host);
  return new Promise((resolve, reject) => {
    const secured = connect({ ...options, socket }, () => {
      secured.off('error', reject);
      resolve(secured);
    });
    secured.once('error', reject);
  });
}

function acceptsTls(socket: Socket): Promise<boolean> {
  return new Promise((resolve, reject) => {
    const ended = () => reject(new Error('the server closed the connection'));
    socket.once('error', reject).once('close', ended);
    socket.once('data', (reply) => {
      socket.off('error', reject).off('close', ended);
      const [answer] = reply;
      if (answer === YES || answer === NO) resolve(answer === YES);
      else reject(new Error('the server does not speak the protocol of PostgreSQL'));
    });
    socket.write(SSL_REQUEST);
  });
}

/** The options for each mode. (Manual 34.19.1) With a root certificate, `require` is the same as `verify-ca`. */
async function tlsOptions(tls: Tls, host: string): Promise<ConnectionOptions> {
  const { mode, root, certificate, key, isDirect } = tls;
  const ownRoot = root === null || root === 'system' ? null : root;
  const verifies = mode.startsWith('verify-') || (mode === 'require' && ownRoot !== null);
  return {
    rejectUnauthorized: verifies,
    ...(isIP(host) ? {} : { servername: host }),
    ...(ownRoot === null ? {} : { ca: await fileOf('sslrootcert', ownRoot) }),
    ...(certificate === null ? {} : { cert: await fileOf('sslcert', certificate) }),
    ...(key === null ? {} : { key: await fileOf('sslkey', key) }),
    ...(mode === 'verify-full' ? {} : { checkServerIdentity: () => undefined }),
    ...(isDirect ? { ALPNProtocols: ['postgresql'] } : {}),
  };
}

/** A certificate or key file of the URL cannot be read. */
class TlsFileError extends Error {
  override readonly name = 'TlsFileError';
  readonly code = 'TLS_FILE';
}

async function fileOf(parameter: string, path: string): Promise<string> {
  return readFile(path, 'utf8').catch((cause: unknown) => {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new TlsFileError(`${parameter} cannot be read: ${reason}`, { cause });
  });
}
