import { expect, test } from 'vitest';

import { caseIn } from '../../../../src/authoring/case.js';
import { toyCase } from '../../../plan/case-toys.js';
import type { CaseExplorePlan } from '../../../../src/model.js';
import { createCaseExplorePlan } from '../../../../src/plan/case.js';
import {
  caseExploreCommand,
  caseReplayCommand,
  casesCommand,
} from '../../../../src/report/document/cases/commands.js';

const planOn = (url: string | null): CaseExplorePlan & { readonly isolation: null } => {
  const the = caseIn(null, {
    name: 'last-copy',
    schema: 'create table t ()',
    workers: { ann: () => null, ben: () => null },
  });
  const references = ['./shop.race.ts', './my shop.race.ts#last-copy'];
  const cases = references.map((reference) => Object.assign({ reference }, the));
  const flags = url === null ? {} : { url };
  return { ...createCaseExplorePlan(flags, cases, { environmentUrl: undefined }), isolation: null };
};

const here = planOn(null);

test('a case of a file is repeated by the command line', () => {
  expect(caseReplayCommand(here, { reference: './shop.race.ts' }, [1, 2, 2, 1])).toBe(
    'race-lab replay ./shop.race.ts --schedule ABBA',
  );
  expect(
    caseExploreCommand(here, { reference: './my shop.race.ts#last-copy', isolation: null }),
  ).toBe("race-lab explore './my shop.race.ts#last-copy'");
});

test('a case at a level is repeated at that level only', () => {
  const plan = { ...here, isolations: ['read committed', 'repeatable read'] as const };
  const isolation = 'repeatable read';
  const reference = './shop.race.ts';
  expect(caseReplayCommand({ ...plan, isolation }, { reference }, [1, 2])).toBe(
    'race-lab replay ./shop.race.ts --schedule AB --isolation repeatable-read',
  );
  expect(caseExploreCommand(plan, { reference, isolation })).toBe(
    'race-lab explore ./shop.race.ts --isolation repeatable-read',
  );
  expect(caseReplayCommand({ ...plan, isolation }, {}, [1, 2])).toBe(
    "replay(theCase, { schedule: 'AB', isolation: 'repeatable-read' })",
  );
});

test('an address has no password', () => {
  const place = planOn('postgres://me:secret@host/db');
  expect(caseReplayCommand(place, { reference: './shop.race.ts' }, [1])).toBe(
    'race-lab replay ./shop.race.ts --schedule A --url postgres://me:PASSWORD@host/db',
  );
  expect(caseExploreCommand(place, { reference: './shop.race.ts', isolation: null })).not.toContain(
    'secret',
  );
});

test('a case of a test is repeated by a call', () => {
  expect(caseReplayCommand(here, {}, [1, 2])).toBe("replay(theCase, { schedule: 'AB' })");
  expect(caseExploreCommand(here, { isolation: null })).toBe('explore(theCase)');
});

test('a case of a config is repeated by its experiment', () => {
  const origin = { file: 'lab.config.ts', experiment: 'one at a time', url: null };
  const check = "race-lab check lab.config.ts --only 'one at a time'";
  const plan = { ...here, origin };
  expect(caseReplayCommand(plan, {}, [1, 2])).toBe(check);
  expect(caseExploreCommand(plan, { isolation: null })).toBe(check);
  expect(caseReplayCommand(plan, { reference: './shop.race.ts' }, [1])).toBe(
    'race-lab replay ./shop.race.ts --schedule A',
  );
  const [first] = here.cases;
  const { reference: _none, ...object } = first ?? toyCase('shop');
  expect(casesCommand({ ...plan, cases: [object] })).toBe(check);
  expect(casesCommand({ ...here, cases: [object] })).toBe('explore(theCases)');
  expect(casesCommand(plan)).toBe("race-lab explore ./shop.race.ts './my shop.race.ts#last-copy'");
});
