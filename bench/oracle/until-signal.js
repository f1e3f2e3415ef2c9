const EXIT_CODES = { SIGHUP: 129, SIGINT: 130, SIGTERM: 143 };

/** Runs work, and aborts it when a signal is to end the program. The program ends when the work has cleaned up. */
export async function untilSignal(work) {
  const controller = new AbortController();
  const abort = (name) => controller.abort(name);
  for (const name of Object.keys(EXIT_CODES)) process.on(name, abort);
  try {
    return await work(controller.signal);
  } catch (error) {
    if (!controller.signal.aborted) throw error;
    return process.exit(EXIT_CODES[controller.signal.reason]);
  } finally {
    for (const name of Object.keys(EXIT_CODES)) process.off(name, abort);
  }
}
