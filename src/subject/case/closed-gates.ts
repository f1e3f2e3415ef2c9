/**
 * The gates of cases that are over, and the address where no server is. Code that still runs, such as a timer, may try to
 * reach them.
 */
import { errorsIn } from '../../database/error-chain.js';

/** Where no server is: code that is loaded only to find its cases is led there. */
export const PORT_OF_NOTHING = 1;

const ports = new Set<number>([PORT_OF_NOTHING]);

/** Remembers the port of a gate that was closed. */
export const gateWasClosed = (port: number): void => void ports.add(port);

/** A system may give the port of a closed gate to a new one. */
export const gateWasOpened = (port: number): void => void ports.delete(port);

/** Whether an error comes from a connection to a gate that was closed, or to the address where no server is. */
export const isOfClosedGate = (error: unknown): boolean =>
  [...errorsIn(error)].some((each) => 'port' in each && ports.has(Number(each.port)));
