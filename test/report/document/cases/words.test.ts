import { expect, test } from 'vitest';

import type { Ending } from '../../../../src/model.js';
import { endingsText } from '../../../../src/report/document/cases/words.js';
import { letterOf } from '../../../../src/text/schedule.js';

const refused: Ending = { kind: 'refused', message: 'sold out' };
const returned: Ending = { kind: 'returned', value: 1 };

test.each<[string, readonly (Ending | null)[]]>([
  ['A returned 1 and B was refused ("sold out")', [returned, refused]],
  ['A and B both returned 1', [returned, returned]],
  ['A and B were both refused ("sold out")', [refused, refused]],
  ['A, B and C were all refused ("sold out")', [refused, refused, refused]],
  ['B returned 1', [null, returned]],
])('%s', (text, endings) => {
  expect(endingsText(endings, letterOf)).toBe(text);
});
