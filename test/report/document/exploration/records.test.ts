import { describe, expect, test } from 'vitest';
import { exploreReporters, replayReporters } from '../../../../src/report/index.js';
import { parse, readBack } from '../../formats/read-csv.js';
import { bounded, broken, exploreReportOf, held, replayReportOf } from './fixtures.js';
import { account, drawn, ends, fails, line, lock, holds, waits } from '../../drawing/notation.js';
import { deadlock, overwritten } from '../../drawing/schedules.js';

const style = { width: 80, color: true };

describe('explore', () => {
  const print = (...results: Parameters<typeof exploreReportOf>[0]) =>
    exploreReporters.csv(exploreReportOf(results), style);

  test('has a header and a line for each strategy', () => {
    const bound = held('mutex', { coverage: { kind: 'switches', maxSwitches: 3 } });
    expect(print(broken('naive'), bounded('optimistic'), bound)).toMatchInlineSnapshot(`
      "strategy,scenario,workers,operations,retries,verdict,schedules,complete,coverage,maxSwitches,estimatedSchedules,completeToSwitches,sampled,broken,held,unclear,outcomes,estimated,anomalies,causes,committed,statements,unsteady,witness,witnessSwitches,durationMs,reason,failure,seed
      naive,withdraw,2,1,2,broken,6,true,complete,,,,,4,2,0,3,false,lost update=4;overdraft=4;write skew=0,,10,22,0,ABAB,3,31.29,Broken in 4 of 6 schedules: every order of 2 workers × 1 operation. An update was lost in 4 and money that was not there was paid out in 4.,,1
      optimistic,withdraw,2,1,2,inconclusive,20000,false,schedules,,2712345,4,5000,0,20000,0,5,false,lost update=0;overdraft=0;write skew=0,40001=11870;conflict=230,20,140,0,,,8912,"Held in 20,000 of about 2.7 million schedules: all with at most 4 switches, and 5,000 drawn by the seed; raise --max-schedules, or bound it on purpose with --max-switches 4.",,1
      mutex,withdraw,2,1,2,held,20,false,switches,3,,,,0,20,0,2,false,lost update=0;overdraft=0;write skew=0,,20,140,0,,,112.4,All 20 schedules held: every order in which the statements of 2 workers with 1 operation each can be released.,,1
      "
    `);
  });

  test('prints only the header without results', () => {
    expect(parse(print())).toHaveLength(1);
  });

  test.each(['a,b', 'say "naive"', 'two\nlines', '"'])('reads back the strategy %j', (name) => {
    const [first, second] = readBack(print(held(name), broken('b')));
    expect(first).toMatchObject({ strategy: name, complete: 'true', witness: '' });
    expect(second).toMatchObject({ strategy: 'b', witness: 'ABAB', witnessSwitches: '3' });
  });
});

describe('replay', () => {
  const print = (...report: Parameters<typeof replayReportOf>) =>
    replayReporters.csv(replayReportOf(...report), style);

  test('has a header and a line for each event', () => {
    expect(print('read-committed', overwritten)).toMatchInlineSnapshot(`
      "step,released,operation,attempt,statement,worker,event,waited,text,fault,accounts,balance,verdict,seed
      1,A,1,1,begin,A,reply,false,,,1: v0 10,10,broken,1
      2,A,1,1,"select id, balance, version from account where id in (1) order by id",A,reply,false,"id 1, balance 10, version 0",,1: v0 10,10,broken,1
      3,B,1,1,begin,B,reply,false,,,1: v0 10,10,broken,1
      4,B,1,1,"select id, balance, version from account where id in (1) order by id",B,reply,false,"id 1, balance 10, version 0",,1: v0 10,10,broken,1
      5,A,1,1,"update account set balance = 0 where id = 1 returning id, version",A,reply,false,"id 1, version 1",,1: v0 10,10,broken,1
      6,B,1,1,"update account set balance = 0 where id = 1 returning id, version",B,waits,,waits for A,,1: v0 10,10,broken,1
      7,A,1,1,commit,A,reply,false,committed,,1: v1 0,0,broken,1
      7,A,1,1,commit,A,attempt ended,,committed,,1: v1 0,0,broken,1
      7,A,1,1,commit,B,reply,true,"id 1, version 2",overwrites version 1,1: v1 0,0,broken,1
      8,B,1,1,commit,B,reply,false,committed,,1: v2 0,0,broken,1
      8,B,1,1,commit,B,attempt ended,,committed,,1: v2 0,0,broken,1
      "
    `);
  });

  test('names the worker of the event and the worker that was released', () => {
    const rows = readBack(print('read-committed', overwritten));
    expect(rows.filter(({ step }) => step === '7')).toMatchObject([
      { released: 'A', worker: 'A', event: 'reply', fault: '' },
      { released: 'A', worker: 'A', event: 'attempt ended', text: 'committed', fault: '' },
      { released: 'A', worker: 'B', event: 'reply', waited: 'true', fault: 'overwrites version 1' },
    ]);
  });

  test('has lines for errors, locks, and a step without events', () => {
    const schedule = drawn(
      [account(0, 10), account(0, 5, 2)],
      [
        line('A', lock('account 1'), [holds('A', 'account 1')]),
        line('B', lock('account 1'), [waits('B', 'A', 'account 1')]),
        line('A', ['select $1', 'x, "y"'], [fails('A', '22P02', 'no, "never"')]),
        line('A', 'rollback', [ends('A', 'failed', '22P02')], account(1, 7, 2)),
        line('B', 'select 1', []),
      ],
    );
    const rows = readBack(print('mine', schedule));
    expect(rows).toMatchObject([
      { statement: 'lock account 1', event: 'holds', text: 'holds account 1' },
      { event: 'waits', waited: '', text: 'waits for account 1, held by A' },
      { statement: `select 'x, "y"'`, event: 'reply', text: '22P02 no, "never"', balance: '15' },
      { text: 'failed: 22P02', accounts: '1: v0 10; 2: v1 7', balance: '17' },
      { step: '5', released: 'B', statement: 'select 1', worker: '', event: '', balance: '17' },
    ]);
  });

  test('shows the cycle of a deadlock', () => {
    const rows = readBack(print('for-share', deadlock));
    expect(rows.map(({ text }) => text)).toContain('40P01 deadlock: B → A → B');
  });
});
