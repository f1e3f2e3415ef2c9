import { Writable } from 'node:stream';

import { expect, test } from 'vitest';

import { complain } from '../../src/cli/complain.js';
import type { Stream } from '../../src/cli/terminal.js';

/** The text that is written to a stream, which can be a terminal. */
async function written(message: string, hint: string, terminal?: { readonly columns: number }) {
  let text = '';
  const stream: Stream = Object.assign(
    new Writable({
      write(chunk: Buffer, _encoding, done) {
        text += chunk.toString();
        done();
      },
    }),
    terminal ? { isTTY: true, ...terminal } : {},
  );
  await complain(stream, message, hint);
  return text;
}

const MESSAGE = '--strategy: "nave" is not a known strategy';
const HINT = 'Did you mean naive? Known: naive, mutex, for-update.';

test('wraps lines to the width of a terminal, and indents all except the first', async () => {
  expect(await written(MESSAGE, HINT, { columns: 40 })).toBe(
    [
      'race-lab: --strategy: "nave" is not a',
      '  known strategy',
      '  Did you mean naive? Known: naive,',
      '  mutex, for-update.',
      '',
    ].join('\n'),
  );
});

test('does not wrap sentences without a terminal', async () => {
  expect(await written(MESSAGE, HINT)).toBe(`race-lab: ${MESSAGE}\n  ${HINT}\n`);
});

test('escapes control characters from names and arguments', async () => {
  expect(await written('there is no \u001B[2Jfile\u200B', 'Two\n  lines.')).toBe(
    'race-lab: there is no \\u001b[2Jfile\\u200b\n  Two\n  lines.\n',
  );
});

test('shortens a user name of 70,000 letters', async () => {
  expect((await written(`cannot connect to ${'u'.repeat(70_000)}@host`, HINT)).length).toBeLessThan(
    400,
  );
});
