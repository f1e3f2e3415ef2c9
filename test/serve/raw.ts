/** Requests that no HTTP client would send. */
import { connect } from 'node:net';

/**
 * Sends bytes, and reads until the service closes the connection.
 * @param last sent again and again, slowly, as long as the connection is open
 */
export function sendRaw(address: string, text: string, last?: string): Promise<string> {
  const { hostname, port } = new URL(address);
  return new Promise((resolve) => {
    let answer = '';
    const socket = connect(Number(port), hostname, () => socket.write(text));
    const drip = setInterval(() => {
      if (last !== undefined && socket.writable) socket.write(last);
    }, 50);
    socket.setEncoding('utf8').on('data', (chunk: string) => (answer += chunk));
    socket.on('error', () => undefined);
    socket.on('close', () => {
      clearInterval(drip);
      resolve(answer);
    });
  });
}

/** The status of an answer; 0: the connection was closed without one. */
export const statusOf = (answer: string): number =>
  Number(/^HTTP\/1\.1 (\d{3})/.exec(answer)?.[1] ?? 0);
