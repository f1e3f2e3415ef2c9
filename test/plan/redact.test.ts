import { expect, test } from 'vitest';
import { withoutPasswords } from '../../src/plan/redact.js';

test.each([
  ['postgres://alice:secret@db/lab', 'postgres://alice:***@db/lab'],
  ['postgres://:secret@db/lab', 'postgres://:***@db/lab'],
  ['postgres://alice:se@cr/et@db:5432/lab', 'postgres://alice:***@db:5432/lab'],
  ['postgres://alice:two words@db', 'postgres://alice:***@db'],
  ['postgres://alice:secret', 'postgres://alice:***'],
  ['postgres://alice:1234secret/x', 'postgres://alice:***'],
  ['//alice:secret@db', '//alice:***@db'],
  ["unknown option '--urll=pg://a:secret@db'", "unknown option '--urll=pg://a:***@db'"],
  ['a postgres://a:secret@db\nb c@d', 'a postgres://a:***@db\nb c@d'],
  ['//db/lab?user=a&password=secret&x=1', '//db/lab?user=a&password=***&x=1'],
])('%s', (text, shown) => {
  expect(withoutPasswords(text)).toBe(shown);
});

test.each([
  'postgres://alice@db/lab',
  'postgres://db:5432/lab',
  'postgres://db:5432',
  '"postgres://db:5432"',
  'naive:lost-updates=0',
  './a:b@c.ts',
])('%s contains no password', (text) => {
  expect(withoutPasswords(text)).toBe(text);
});
