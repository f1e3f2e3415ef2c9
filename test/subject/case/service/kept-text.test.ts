import { expect, test } from 'vitest';

import { KeptText } from '../../../../src/subject/case/service/kept-text.js';

/** @param size of the parts in which a text is added */
function kept(text: string, size: number): string {
  const all = new KeptText();
  for (let at = 0; at < text.length; at += size) all.add(text.slice(at, at + size));
  return all.text;
}

test('a text of a million characters is kept as it is', () => {
  const text = 'ab'.repeat(500_000);
  expect(kept(text, 65_536)).toBe(text);
  expect(kept('', 1)).toBe('');
});

test('of a longer one, the beginning and the end are kept, and a mark names what was left out', () => {
  const text = `begin${'🂡-'.repeat(1_000_000)}end`;
  const [first = '', mark, last = ''] = kept(text, 65_536).split('\n');
  expect(first).toHaveLength(500_000);
  expect(first).toMatch(/^begin/);
  expect(last).toHaveLength(500_000);
  expect(last).toMatch(/end$/);
  expect(mark).toMatch(/^\[2,000,008 characters left out, SHA-256 [0-9a-f]{16}…\]$/);
});

test('two long texts are equal only when what was left out is', () => {
  const text = (middle: string) => `${'x'.repeat(700_000)}${middle}${'x'.repeat(700_000)}`;
  expect(kept(text('1'), 10_000)).toBe(kept(text('1'), 65_537));
  expect(kept(text('1'), 10_000)).not.toBe(kept(text('2'), 10_000));
});
