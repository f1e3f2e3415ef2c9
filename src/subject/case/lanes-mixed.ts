/**
 * Code of one lane used a connection of another: the lanes share something, such as a pool that a package made
 * when it was loaded. Then only one lane can be used.
 */
export class LanesMixed extends Error {
  override readonly name = 'LanesMixed';

  constructor() {
    super('code of one lane used a connection of another');
  }
}

/** A promise that only ever rejects. It need not be awaited. */
export function promiseToReject(): {
  readonly promise: Promise<never>;
  readonly reject: (error: Error) => void;
} {
  let reject: (error: Error) => void = () => {};
  const promise = new Promise<never>((_resolve, rejected) => {
    reject = rejected;
  });
  promise.catch(() => undefined);
  return { promise, reject };
}
