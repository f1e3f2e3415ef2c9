import { expect, test } from 'vitest';

import { defineCase } from '../../../src/authoring/case.js';
import { CaseDefect } from '../../../src/errors.js';
import type { Case } from '../../../src/model.js';
import { failedCase } from '../../../src/subject/case/failed-case.js';
import { Strays } from '../../../src/subject/case/strays.js';

const caseOf = (name: string, file: string): Case => ({
  ...defineCase({ name, schema: 'select 1', worker: () => 1 }),
  file,
});
const [one, other, third] = [
  caseOf('one', '/a.race.ts'),
  caseOf('other', '/a.race.ts'),
  caseOf('third', '/b.race.ts'),
] as const;
const said = new Error('late');

/** The remarks on a case, after an error while the case `one` was open. */
function remarksOn(the: Case, origin: { of: string | undefined; file: string }) {
  const strays = new Strays([one, other, third]);
  const isOfAnother = strays.besides(one).strayed(origin, said);
  const result = {
    ...failedCase(
      { case: the, isolation: null },
      new CaseDefect('one', 'none', { hint: 'none' }),
      0,
    ),
    failure: null,
  };
  return { isOfAnother, remarks: strays.addTo(result).remarks };
}

test('an error belongs to the case whose code was running, also in the same file', () => {
  const origin = { of: 'case other', file: '/a.race.ts' };
  expect(remarksOn(other, origin)).toEqual({
    isOfAnother: true,
    remarks: [
      'While another case ran, code of this case raised an error that no code handled: late.',
    ],
  });
  expect(remarksOn(one, origin).remarks).toEqual([]);
});

test('when that is not known, it belongs to the case in whose file it was thrown', () => {
  const origin = { of: undefined, file: '/b.race.ts' };
  expect(remarksOn(third, origin).remarks).toHaveLength(1);
  expect(remarksOn(other, { of: undefined, file: '/a.race.ts' })).toEqual({
    isOfAnother: false,
    remarks: [],
  });
});

test('an error of the case that is open is no stray', () => {
  expect(remarksOn(one, { of: 'case one', file: '/b.race.ts' })).toEqual({
    isOfAnother: false,
    remarks: [],
  });
});
