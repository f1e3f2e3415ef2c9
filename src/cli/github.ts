/** What GitHub Actions gets without a flag: annotations and a job summary. */
import { open, stat } from 'node:fs/promises';

import { irregular } from '../files/irregular-file.js';
import { annotations } from '../report/annotations.js';
import type { Suite } from '../report/document/suite/suite.js';
import { complain } from './complain.js';
import { reasonOf, write, type Surroundings } from './terminal.js';

/** GitHub drops the whole summary of a step that is larger. */
const MOST_BYTES = 1_024 * 1_024;

const TOO_LONG =
  'race-lab: the report is longer than the space left in this summary. Write it to a file with `--output report.md`.\n';

/**
 * Does nothing outside GitHub Actions. A summary that cannot be written causes a warning, not an
 * error.
 */
export async function tellGitHub(
  suites: readonly Suite[],
  markdown: () => string,
  { stderr, env }: Pick<Surroundings, 'stderr' | 'env'>,
): Promise<void> {
  if (env['GITHUB_ACTIONS'] !== 'true') return;
  const text = annotations(suites);
  // The runner reads stderr as well, and stdout may be JSON.
  if (text !== '') await write(stderr, text).catch(() => undefined);
  const summary = env['GITHUB_STEP_SUMMARY'];
  if (!summary) return;
  try {
    await append(summary, markdown());
  } catch (error) {
    await complain(stderr, `GITHUB_STEP_SUMMARY could not be written: ${reasonOf(error)}`);
  }
}

/** Several commands of one step share its summary. */
async function append(path: string, text: string): Promise<void> {
  const entry = await stat(path).catch(() => null);
  const kind = entry && irregular(entry);
  if (kind !== null) throw new Error(`it is ${kind}`);
  const file = await open(path, 'a');
  try {
    const { size } = await file.stat();
    // The text before may lack the blank line that ends a table or a list.
    const added = size === 0 ? text : `\n${text}`;
    const fits = (each: string) => size + Buffer.byteLength(each) <= MOST_BYTES;
    const chosen = [added, `\n${TOO_LONG}`].find(fits);
    if (chosen !== undefined) await file.appendFile(chosen);
    if (chosen !== added) {
      throw new Error('it is longer than the limit of GitHub, 1 MiB for each step');
    }
  } finally {
    await file.close();
  }
}
