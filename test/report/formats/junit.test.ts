import { describe, expect, test } from 'vitest';

import type { Report } from '../../../src/model.js';
import { junitXml } from '../../../src/report/formats/junit.js';
import { reporters } from '../../../src/report/index.js';
import { linesOnly, type Case } from '../../../src/report/document/suite/suite.js';
import { readJunit } from '../../support/junit/read.js';
import {
  broken,
  fullReport,
  held,
  inconclusive,
  reportOf,
  witness,
} from '../document/race/fixtures.js';

const junit = (report: Report): string => reporters.junit(report, { width: 80, color: false });

const only = <T>(list: readonly T[]): T => {
  const [first, ...others] = list;
  if (first === undefined || others.length > 0) throw new Error(`not one but ${list.length}`);
  return first;
};

describe('a race with expectations', () => {
  const suite = only(readJunit(junit(fullReport())));

  test('has a case for each expectation and strategy, with stable names', () => {
    expect(suite).toMatchObject({ name: 'race-lab run withdraw', counts: [3, 1, 1, 0] });
    expect(suite.cases.map(({ name, classname, outcome }) => [name, classname, outcome])).toEqual([
      ['atomic: held', 'race-lab.run.withdraw', null],
      [
        'naive: lost-updates=0',
        'race-lab.run.withdraw',
        'failure: expected lost-updates=0, found 979',
      ],
      [
        'advisory-lock: lost-updates=0',
        'race-lab.run.withdraw',
        'error: could not judge lost-updates=0',
      ],
    ]);
  });

  test('a failure contains the witness, the figures, and the command that repeats it', () => {
    const text = suite.cases[1]?.text ?? '';
    expect(text).toContain('naive broken: lost update\n');
    for (const sentence of witness.sentences) expect(text).toContain(`\n  ${sentence}\n`);
    expect(text).toContain('final balance 4,790, lost updates 979, violations 500');
    expect(text).toMatch(
      /\n\nRace it again:\n {2}race-lab run --strategy naive --seed 42 --timeout 80s$/,
    );
  });

  test('a case that could not be judged gives the reason', () => {
    expect(suite.cases[2]?.text).toContain('The final balance could not be read.');
  });

  test('properties name what was run, and where', () => {
    expect(suite.properties).toStrictEqual({
      scenario: 'withdraw',
      workers: '50',
      accounts: '1',
      rounds: '1',
      seed: '42',
      server: 'Embedded PostgreSQL 18.4',
    });
  });

  test('the time of a strategy counts once, for any number of expectations', () => {
    const rules = ['retries>0', 'failed>0'];
    const expectations = rules.map((rule) => ({ rule, subject: 'naive', met: true, actual: 1 }));
    const { seconds } = only(readJunit(junit(reportOf([broken('naive')], { expectations }))));
    expect(seconds).toBe(0.118);
  });
});

test('without expectations nothing fails, and each strategy has its finding as output', () => {
  const { counts, cases } = only(readJunit(junit(reportOf([broken('naive'), held('atomic')]))));
  expect(counts).toStrictEqual([2, 0, 0, 0]);
  expect(cases.map(({ name, outcome }) => [name, outcome])).toStrictEqual([
    ['naive', 'system-out'],
    ['atomic', 'system-out'],
  ]);
  expect(cases[0]?.text).toContain(witness.sentences[0]);
  expect(cases[1]?.text).toMatch(/^held: No update was lost\./);
});

describe('work that ended early', () => {
  const interruption = 'The server went away.';

  test('is an error even when its expectations are met', () => {
    const expectations = [{ rule: 'held', subject: 'atomic', met: true, actual: 'held' }];
    const report = reportOf([held('atomic')], { expectations, interruption });
    const { counts, cases } = only(readJunit(junit(report)));
    expect(counts).toStrictEqual([2, 0, 1, 0]);
    expect(cases[1]).toMatchObject({
      name: 'runs to its end',
      outcome: 'error: The server went away.',
    });
  });

  test('makes each expectation that was not reached an error', () => {
    const expectations = [{ rule: 'held', subject: 'atomic', met: null, actual: null }];
    const { counts, cases } = only(readJunit(junit(reportOf([], { expectations, interruption }))));
    expect(counts).toStrictEqual([2, 0, 2, 0]);
    expect(cases[0]?.text).toContain('It was not reached: The server went away.');
  });

  test('differs from an inconclusive result, which is no error', () => {
    const { counts } = only(readJunit(junit(reportOf([inconclusive('naive')]))));
    expect(counts).toStrictEqual([1, 0, 0, 0]);
  });
});

test('the case of a rule with a strategy prefix names the strategy once', () => {
  const rules = ['naive:broken', ' naive:p99 < 5 ', 'held'];
  const expectations = rules.map((rule) => ({ rule, subject: 'naive', met: true, actual: 1 }));
  const { cases } = only(readJunit(junit(reportOf([broken('naive')], { expectations }))));
  const names = cases.map(({ name }) => name);
  expect(names).toStrictEqual(['naive: broken', 'naive: p99 < 5', 'naive: held']);
});

describe('untrusted text', () => {
  const written = (text: string) => {
    const each: Case = {
      name: text,
      status: 'not met',
      finding: text,
      evidence: linesOnly(text, text),
      seconds: 0,
    };
    const suite = { name: text, classname: text, properties: [[text, text]] as const };
    return only(readJunit(junitXml([{ ...suite, cases: [each] }])));
  };

  test.each([
    ['markup', `<a href="x">&amp; 'b'</a>`],
    ['the end of a CDATA section', 'a ]]> b'],
    ['line ends and tabs', 'a\nb\tc\r\nd'],
    ['characters beyond the basic plane', 'Ünïcode 🐘 漢字'],
  ])('is read back unchanged: %s', (_, text) => {
    const { name, properties, cases } = written(text);
    expect(name).toBe(text);
    expect(properties).toStrictEqual({ [text]: text });
    expect(cases).toStrictEqual([
      {
        name: text,
        classname: text,
        outcome: `failure: ${text}`,
        text: `${text}\n\n${text}\n  ${text}`,
      },
    ]);
  });

  test.each([
    ['control characters', 'a\u0000b\u0008\u000B\u001Fc', 'abc'],
    ['colours', '\u001B[31mred\u001B[39m', 'red'],
    ['halves of a surrogate pair', 'a\uD83Db\uDC18c', 'abc'],
    ['noncharacters', 'a\uFFFEb\uFFFFc', 'abc'],
  ])('loses what XML forbids: %s', (_, text, left) => {
    expect(written(text)).toMatchObject({ name: left, cases: [{ outcome: `failure: ${left}` }] });
  });
});

test('the schema rejects an invalid document', () => {
  const good = junit(reportOf([held('atomic')]));
  expect(() => readJunit(good.replaceAll('testcase', 'testcases'))).toThrow('testcases');
  expect(() => readJunit(good.replace('</testsuite>', ''))).toThrow('testsuite');
});
