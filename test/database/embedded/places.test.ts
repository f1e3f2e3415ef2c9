import { expect, test } from 'vitest';

import { isRoomy, runsDirectory, type Volume } from '../../../src/database/embedded/places.js';
import { findServerUser } from '../../../src/database/embedded/server-user.js';

const GB = 2 ** 30;
const ROOMY: Volume = { type: 0x01021994, free: 2 * GB, available: 4 * GB };

test('a file system in memory is used when it and the memory have space', () => {
  expect(isRoomy(ROOMY)).toBe(true);
});

test.each<Partial<Volume>>([{ type: 0xef53 }, { free: 2 * GB - 1 }, { available: 4 * GB - 1 }])(
  'and not with %o',
  (lack) => {
    expect(isRoomy({ ...ROOMY, ...lack })).toBe(false);
  },
);

test('TMPDIR has precedence over it', async () => {
  const before = process.env['TMPDIR'];
  process.env['TMPDIR'] = '/tmp';
  try {
    expect(await runsDirectory(await findServerUser())).toBe('/tmp');
  } finally {
    if (before === undefined) delete process.env['TMPDIR'];
    else process.env['TMPDIR'] = before;
  }
});
