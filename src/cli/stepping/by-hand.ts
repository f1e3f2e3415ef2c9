/** `race-lab replay --interactive`: a schedule, stepped through with keys. */
import { UsageError } from '../../errors.js';
import type { LabResult } from '../../lab.js';
import type { Stepping, SteppingReport, SteppingState } from '../../lab/stepping.js';
import { shown } from '../../text/values.js';
import { cutTo } from '../../text/width.js';
import { wrap } from '../../text/wrap.js';
import { complain } from '../complain.js';
import type { OutputFlags } from '../publish.js';
import { styleFor, write, type Surroundings } from '../terminal.js';
import { commandOf, HELP, KEY_LINE, LAST_KEY_LINE, type KeyCommand } from './commands.js';
import { Keys } from './keys.js';
import { Screen, terminalIn } from './screen.js';
import { steppingView } from './view.js';

export { beginCaseStepping, beginStepping } from '../../lab/stepping.js';

/** A person at a terminal may think as long as they like: closing the terminal ends the program. */
export const TERMINAL = { idleMs: null };

/** Lets a person at a terminal, or a script in the standard input, step through a schedule. */
export async function byHand<Report extends SteppingReport>(
  begin: () => Promise<Stepping<Report>>,
  flags: OutputFlags,
  surroundings: Surroundings,
): Promise<Pick<LabResult<Report>, 'left'>> {
  const terminal = terminalIn(surroundings);
  const keys = new Keys(surroundings.stdin?.(), terminal !== null);
  const screen = terminal === null ? null : new Screen(terminal);
  const style = styleFor(terminal ?? surroundings.stdout, surroundings.env, flags.color);
  const controls = { keys, style, screen, surroundings };
  try {
    const stepping = await begin();
    const last = await followKeys(stepping, controls);
    screen?.close();
    keys.close();
    if (last.judgement === null) await writeEnd(last, flags, surroundings);
    return await stepping.end();
  } finally {
    screen?.close();
    keys.close();
  }
}

/** What a person, or a script, steps with. */
interface Controls {
  readonly keys: Keys;
  readonly style: ReturnType<typeof styleFor>;
  /** Null: a script has none. */
  readonly screen: Screen | null;
  readonly surroundings: Surroundings;
}

/** Follows the keys until the last one. @returns the last state */
async function followKeys(stepping: Stepping, controls: Controls): Promise<SteppingState> {
  const show = showOn(controls);
  let notes: readonly string[] = [];
  for (;;) {
    const { state } = stepping;
    await show(state, notes);
    const key = await nextKey(controls.keys, stepping);
    if (key === null) return state;
    const command = commandOf(key);
    if (command.kind === 'quit') return state;
    notes = await obey(stepping, command);
  }
}

type Show = (state: SteppingState, notes: readonly string[]) => Promise<void>;

/** Shows each state on the screen. A script gets only what it did wrong, on stderr. */
function showOn({ style, screen, surroundings }: Controls): Show {
  let known: string | null = null;
  return async (state, notes) => {
    const { strayed } = state;
    const isNew = strayed !== null && strayed !== known;
    known = strayed;
    const said = isNew ? [strayed, ...notes] : notes;
    screen?.show(pageOf(state, style, said));
    if (screen !== null) return;
    for (const note of said) await complain(surroundings.stderr, note);
  };
}

const pageOf = (
  state: SteppingState,
  style: ReturnType<typeof styleFor>,
  notes: readonly string[],
): readonly string[] => [
  cutTo(`${state.subject}, by hand: ${state.schedule || 'no step yet'}`, style.width),
  '',
  ...steppingView(state, style),
  '',
  ...notes.flatMap((note) =>
    wrap(note.split(' '), { width: style.width, first: '', hanging: '  ' }),
  ),
  state.judgement === null ? KEY_LINE : LAST_KEY_LINE,
];

/** The next key; null: there are no more. @throws what ended the stepping */
async function nextKey(keys: Keys, stepping: Stepping): Promise<string | null> {
  return Promise.race([keys.next(), stepping.ended.then(() => null)]);
}

/** Does what a key asks for. @returns notes for the person, in lines */
async function obey(
  stepping: Stepping,
  command: Exclude<KeyCommand, { kind: 'quit' }>,
): Promise<readonly string[]> {
  try {
    switch (command.kind) {
      case 'step':
        await stepping.step(command.letter);
        return [];
      case 'back':
        await stepping.back();
        return [];
      case 'finish':
        await stepping.finish();
        return [];
      case 'help':
        return HELP;
      case 'nothing':
        return [];
      case 'unknown':
        return [`the key ${shown(command.key)} means nothing; ? lists the keys`];
      default:
        return command satisfies never;
    }
  } catch (error) {
    if (error instanceof UsageError) return [error.spelledIn('flags').message];
    throw error;
  }
}

/** Says where a schedule that is not over stands, and how to go on from there. */
async function writeEnd(
  state: SteppingState,
  { color, format, json }: OutputFlags,
  { stdout, stderr, env }: Surroundings,
): Promise<void> {
  const isTable = json !== true && (format ?? 'table') === 'table';
  const stream = isTable ? stdout : stderr;
  const lines = [
    ...steppingView(state, styleFor(stream, env, color)),
    '',
    'Go on from here:',
    `  ${state.command}`,
  ];
  await write(stream, `${lines.join('\n')}\n`);
}
