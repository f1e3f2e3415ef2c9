import { availableParallelism } from 'node:os';

/**
 * Does work while the event loop polls instead of sleeping. To wake up a processor takes longer than many
 * statements, and during that time a worker that waits for a reply holds its locks. Rates would then measure
 * the client's sleep rather than the server.
 * @param processes how many do so at the same time; if that would leave no processor for the server, they
 *   sleep
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
