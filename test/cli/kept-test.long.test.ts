/** The tests that `--write-test` writes, run by Vitest. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { expect, test } from 'vitest';

import { CHECKS_FIRST, DECIDES_ONCE, lab, project, vitest } from './kept-shop.js';

test('the written test fails while the code is broken, and passes when it is fixed', async () => {
  const cwd = project({ 'src/shop.race.ts': CHECKS_FIRST, 'test/other.txt': '' });
  await lab(cwd, 'explore', 'src/shop.race.ts', '--write-test', 'test/shop.test.ts');

  const red = await vitest(cwd);
  expect(red.code).toBe(1);
  expect(red.output).toContain('2 failed');
  expect(red.output).toContain('expected last-copy to hold, but it broke');
  expect(red.output).toContain('expected own-connection to hold, but it broke');
  expect(red.output).toMatch(/^ {5}A anna +B ben +rows$/m);

  writeFileSync(join(cwd, 'src/shop.race.ts'), DECIDES_ONCE);
  const green = await vitest(cwd);
  expect(green).toMatchObject({
    code: 0,
    output: expect.stringContaining('2 passed') as unknown,
  });
});
