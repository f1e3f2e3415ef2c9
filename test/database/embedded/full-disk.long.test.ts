import { expect, test } from 'vitest';

import { raceLab } from '../../support/command.js';
import { SMALL, withFullDisk } from './full-disk.js';

const { PATH, cache } = withFullDisk();

test('a disk that is full while a run begins is reported, and the template is not created again', async () => {
  expect((await raceLab(SMALL, { env: { RACE_LAB_CACHE: cache } })).code).toBe(0);
  const { code, stderr } = await raceLab(SMALL, { env: { PATH, RACE_LAB_CACHE: cache } });
  expect(code).toBe(4);
  expect(stderr).toMatch(
    /^race-lab: the embedded PostgreSQL did not start: the disk is full: cp: error writing 'data'.*\n {2}.*TMPDIR/,
  );
});
