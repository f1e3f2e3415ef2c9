import { write, type Stream } from './terminal.js';

/** Says on stderr what is wrong and what to do about it. When nobody hears it, that is no error. */
export async function complain(stderr: Stream, message: string, hint?: string): Promise<void> {
  const remedy = hint === undefined ? '' : `  ${hint}\n`;
  await write(stderr, `race-lab: ${message}\n${remedy}`).catch(() => undefined);
}
