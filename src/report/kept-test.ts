/** A test for Vitest that keeps a schedule: it fails until the code is fixed, and stays to keep it so. */
import { dirname, relative, sep } from 'node:path';

import { isAboutCase } from '../judge/case-result.js';
import type {
  Case,
  CaseExploreReport,
  CaseReplayReport,
  CaseWitness,
  IsolationLevel,
  Overlap,
} from '../model.js';
import { levelText } from '../plan/case-rules.js';
import { isolationName } from '../plan/isolation.js';
import { shortPath } from '../text/reference.js';
import { lettersOf } from '../text/schedule.js';
import { abridged, printable, wrap } from '../text/wrap.js';
import type { Document } from './document/blocks.js';
import { comparedEnd } from './document/cases/compared-changes.js';
import { howItEnded, witnessTitle } from './document/cases/story.js';
import { ImportedCases } from './imported-cases.js';

/** A schedule to keep, and what happened in it. */
export interface KeptSchedule {
  readonly case: Case;
  readonly overlap: Overlap;
  /** The default isolation level that was chosen; null: none. */
  readonly isolation: IsolationLevel | null;
  readonly witness: CaseWitness;
  /** The names of what is not compared. */
  readonly masked: readonly string[];
}

/** The witnesses of an exploration. */
export const keptInExploration = ({ plan, results }: CaseExploreReport): readonly KeptSchedule[] =>
  results.flatMap((result) => {
    const { isolation, witness, masked } = result;
    const the = plan.cases.find((each) => isAboutCase(result, each));
    if (the === undefined || witness === null) return [];
    return [{ case: the, overlap: plan.overlap, isolation, witness, masked }];
  });

/** The schedule of a replay, whether it broke or held. */
export const keptInReplay = ({
  plan: { case: the, overlap, isolation },
  replayed: witness,
  masked,
}: CaseReplayReport): readonly KeptSchedule[] => [
  { case: the, overlap, isolation, witness, masked },
];

/**
 * The text of a test file.
 * @param kept of cases that were loaded from files
 * @param directory that of the test file, absolute: imports are relative to it
 */
export function keptTest(kept: readonly KeptSchedule[], directory: string): string {
  const imported = new ImportedCases((file) => pathFrom(directory, file));
  const tests = kept.flatMap((each) => ['', ...testOf(each, imported.wordFor(each.case))]);
  const lines = [
    ...imported.modules,
    "import { replay } from 'race-lab';",
    "import { matchers } from 'race-lab/matchers';",
    "import { expect, test } from 'vitest';",
    ...(imported.lines.length === 0 ? [] : ['', ...imported.lines]),
    '',
    'expect.extend(matchers);',
    ...tests,
  ];
  return `${lines.join('\n')}\n`;
}

/** The text of a test file beside that of the first case; null: there is nothing to keep. */
export function keptTestBeside(kept: readonly KeptSchedule[]): string | null {
  const file = firstFile(kept);
  return file === undefined ? null : keptTest(kept, dirname(file));
}

/** The same as a part of a document. */
export function keptTestBlocks(kept: readonly KeptSchedule[]): Document {
  const [file, text] = [firstFile(kept), keptTestBeside(kept)];
  if (file === undefined || text === null) return [];
  const caption = `A Vitest test that keeps this, for a file beside ${shortPath(file)}`;
  return [{ kind: 'code', caption, lines: text.trimEnd().split('\n') }];
}

const firstFile = (kept: readonly KeptSchedule[]): string | undefined =>
  kept.flatMap(({ case: { file } }) => file ?? [])[0];

/** `./checkout.race.ts`, with slashes on every system. */
function pathFrom(directory: string, file: string): string {
  const path = relative(directory, file).split(sep).join('/');
  return path.startsWith('../') ? path : `./${path}`;
}

const WIDTH = 80;
/** In milliseconds. Vitest's own limit of 5 s is short for a server that has to start. */
const LIMIT = '60_000';

/** @param word what `replay` takes for the case */
function testOf(
  { case: the, overlap, isolation, witness, masked }: KeptSchedule,
  word: string,
): string[] {
  const letters = lettersOf(witness.drawn.schedule);
  const options = [
    `schedule: '${letters}'`,
    'follow: true',
    ...(overlap === 'none' ? [] : [`overlap: ${overlap === 'all' ? "'all'" : 'true'}`]),
    ...(isolation === null ? [] : [`isolation: '${isolationName(isolation)}'`]),
  ];
  const level = isolation === null ? '' : ` at ${levelText(isolation)}`;
  const short = `  expect(await replay(${word}, { ${options.join(', ')} })).toHold();`;
  const long = [
    `  const report = await replay(${word}, {`,
    ...options.map((each) => `    ${each},`),
    '  });',
    '  expect(report).toHold();',
  ];
  return [
    ...comment(whatHappened(witness, masked)),
    `test('${the.name} holds in the order ${letters}${level}', async () => {`,
    ...(short.length <= WIDTH ? [short] : long),
    `}, ${LIMIT});`,
  ];
}

function whatHappened(witness: CaseWitness, masked: readonly string[]): string {
  const title = witnessTitle(witness);
  const said = title === null ? 'This order held' : `What broke: ${title}`;
  return `${said}. ${howItEnded({ ...witness, drawn: comparedEnd(witness.drawn, masked) })}`;
}

const comment = (text: string): string[] => [
  ...wrap(abridged(printable(text)).split(' '), { width: WIDTH, first: '// ', hanging: '// ' }),
  '// `follow`: where changed code cannot follow the letters, it goes on freely.',
];
