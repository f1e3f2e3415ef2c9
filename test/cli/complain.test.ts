import { Writable } from 'node:stream';

import { expect, test } from 'vitest';

import { complain } from '../../src/cli/complain.js';
import type { Stream } from '../../src/cli/terminal.js';

/** What is written to a stream, which may be a terminal. */
async function said(message: string, hint: string, terminal?: { readonly columns: number }) {
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

test('a terminal gets lines within its width, of which the further ones are indented', async () => {
  expect(await said(MESSAGE, HINT, { columns: 40 })).toBe(
    [
      'race-lab: --strategy: "nave" is not a',
      '  known strategy',
      '  Did you mean naive? Known: naive,',
      '  mutex, for-update.',
      '',
    ].join('\n'),
  );
});

test('elsewhere each sentence stays in one line', async () => {
  expect(await said(MESSAGE, HINT)).toBe(`race-lab: ${MESSAGE}\n  ${HINT}\n`);
});

test('what names and arguments hold is seen, and steers nothing', async () => {
  expect(await said('there is no \u001B[2Jfile\u200B', 'Two\n  lines.')).toBe(
    'race-lab: there is no \\u001b[2Jfile\\u200b\n  Two\n  lines.\n',
  );
});

test('a user name of 70,000 letters does not fill the screen', async () => {
  expect((await said(`cannot connect to ${'u'.repeat(70_000)}@host`, HINT)).length).toBeLessThan(
    400,
  );
});
