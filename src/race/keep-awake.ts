import { availableParallelism } from 'node:os';

/**
 * Does work during which the event loop polls instead of sleeping. To wake up a processor takes
 * longer than many a statement, and all that time whoever waits for a reply holds its locks: a rate
 * would tell of the client's sleep rather than of the server.
 * @param processes that do so at the same time; where they would leave the server no processor of its
 *   own, they sleep
 */
export async function awake<T>(
  processes: number,
  work: () => Promise<T>,
  processors = availableParallelism(),
): Promise<T> {
  if (processes >= processors) return work();
  let isOver = false;
  const turn = () => {
    if (!isOver) setImmediate(turn);
  };
  turn();
  try {
    return await work();
  } finally {
    isOver = true;
  }
}
