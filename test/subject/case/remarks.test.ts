import { expect, test } from 'vitest';

import { defineCase } from '../../../src/authoring/case.js';
import { Observations, remarksOn } from '../../../src/subject/case/remarks.js';
import type { RunUnit } from '../../../src/subject/case/unawaited-statements.js';

const THE = defineCase({ name: 'one', schema: 'select 1', worker: () => 1 });
const NOTHING = { endings: [], tables: [], violations: [], leftOpen: [], warnings: [], ran: [] };

function remarks(unit: RunUnit, rolledBackCommits: number, hasOwnStart: boolean) {
  const seen = new Observations();
  seen.add({ ...NOTHING, rolledBackCommits });
  return remarksOn(seen, { lanes: [], hasOwnStart }, THE, unit);
}

test.each([
  ['schedule', 'In 1 schedule the server', 'at the start of every schedule.'],
  ['round', 'In 1 round the server', 'at the start of every round.'],
  ['load', 'Under load the server', 'at the start of the load.'],
] as const)('are about what was run: %s', (unit, where, when) => {
  expect(remarks(unit, 3, true)).toEqual([
    `${where} answered a COMMIT with ROLLBACK, because a statement before it had failed: most drivers do not report that.`,
    `What open changes in the database is there ${when}`,
  ]);
  expect(remarks(unit, 0, false)).toEqual([]);
});
