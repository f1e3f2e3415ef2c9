import { expect, test } from 'vitest';

import { reporters } from '../../../src/report/index.js';
import { fc } from '../../support/fast-check.js';
import { broken, held, inconclusive, reportOf } from '../document/race/fixtures.js';
import { parse, readBack } from './read-csv.js';

const style = { width: 80, color: true };

test('has a header and a line for each strategy', () => {
  const results = [broken('naive'), inconclusive('for-update', { conflicts: { '40001': 2 } })];
  expect(reporters.csv(reportOf(results), style)).toMatchInlineSnapshot(`
    "strategy,scenario,workers,processes,verdict,initialBalance,finalBalance,expectedBalance,drift,lostUpdates,violations,lowestTrueBalance,lowestStoredBalance,estimated,attempted,committed,refused,failed,indeterminate,overlapping,retries,retriedOperations,conflicts,throughput,p50,p90,p99,max,durationMs,cutShort,reason,failure,seed
    naive,withdraw,50,1,broken,5000,4790,-5000,9790,979,500,-5000,4790,false,1000,1000,0,0,0,1000,0,0,,8486.8,4.821,8.1,12.3,14.9,117.83,false,979 committed updates are missing from the final balance.,,42
    for-update,withdraw,50,1,inconclusive,5000,,,,,,,,false,1000,500,500,0,0,1000,0,0,40001=2,3410.6,12.04,20.4,31.27,40,293.2,false,The final balance could not be read. Run it again on a server that answers.,,42
    "
  `);
});

test('prints only the header without results', () => {
  expect(parse(reporters.csv(reportOf([]), style))).toHaveLength(1);
});

test.each(['a,b', 'say "naive"', 'two\nlines', 'two\r\nlines', '"', ',', ' blanks ', 'größe'])(
  'reads back the strategy %j',
  (name) => {
    const [first, second] = readBack(reporters.csv(reportOf([held(name), held('b')]), style));
    expect(first?.['strategy']).toBe(name);
    expect(second?.['strategy']).toBe('b');
  },
);

test('reads back the text of any field', () => {
  fc.assert(
    fc.property(fc.string(), fc.string(), fc.maxSafeInteger(), (strategy, reason, finalBalance) => {
      const result = held(strategy, { reason, finalBalance });
      const rows = readBack(reporters.csv(reportOf([result]), style));
      expect(rows).toHaveLength(1);
      expect(rows[0]).toMatchObject({ strategy, reason, finalBalance: String(finalBalance) });
    }),
  );
});
