import { clearTimeout, setTimeout } from '../own-timers.js';

/** Waits for work at most `ms` milliseconds. @throws the error that `late` makes, when that is exceeded */
export async function within<T>(work: PromiseLike<T>, ms: number, late: () => Error): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const timeout = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => reject(late()), ms);
  });
  try {
    return await Promise.race([work, timeout]);
  } finally {
    clearTimeout(timer);
  }
}
