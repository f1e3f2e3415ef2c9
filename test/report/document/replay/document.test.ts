import { expect, test } from 'vitest';

import { replayDocument } from '../../../../src/report/document/replay/document.js';
import { replayReportOf } from '../exploration/fixtures.js';
import { lostUpdate } from '../../drawing/schedules.js';

test('a replay has one finding, and a note on the deadlock timeout', () => {
  const report = replayReportOf('naive', lostUpdate, { deadlockTimeoutMs: 1_000 });
  const document = replayDocument(report);
  expect(document.map(({ kind }) => kind)).toStrictEqual(['title', 'setup', 'findings', 'notes']);
  expect(document[2]).toMatchObject({
    findings: [{ name: 'naive', verdict: 'broken', title: 'lost update', form: 'only' }],
  });
});

test('a schedule without a witness has no title, and its reason is the proof', () => {
  const drawn = { ...lostUpdate, verdict: 'held', reason: 'All is there.', witness: null } as const;
  expect(replayDocument(replayReportOf('naive', drawn))[2]).toMatchObject({
    findings: [
      {
        title: null,
        parts: [
          { kind: 'drawing' },
          { kind: 'sentences', role: 'proof', sentences: ['All is there.'] },
          { kind: 'command' },
        ],
      },
    ],
  });
});
