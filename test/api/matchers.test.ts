import { beforeAll, describe, expect, it } from 'vitest';

import { explore, type ExploreReport } from '../../src/index.js';
import { matchers } from '../../src/matchers.js';
import { serverUrl } from '../support/server.js';
import { lockThenWrite, readThenWrite } from './own.js';

expect.extend(matchers);

const url = serverUrl();

let held: ExploreReport;
let broken: ExploreReport;
let inconclusive: ExploreReport;
beforeAll(async () => {
  held = await explore({ url, strategy: lockThenWrite, expect: 'held' });
  broken = await explore({ url, strategy: readThenWrite, expect: 'held' });
  inconclusive = await explore({
    url,
    strategy: lockThenWrite,
    maxSwitches: 1,
    expect: 'held',
  });
});

describe('a matcher', () => {
  it('passes when its statement is true, and with .not when it is false', () => {
    expect(held).toHold();
    expect(held).not.toBreak();
    expect(held).toKeepClaims();
    expect(held).toMeetExpectations();
    expect(broken).toBreak();
    expect(broken).not.toHold();
    expect(broken).not.toKeepClaims();
    expect(broken).not.toMeetExpectations();
  });

  it('fails otherwise, with the witness', () => {
    const drawn =
      /read-then-write broken: lost update[^]*◄ overwrites version 1 by B[^]*Replay it:/;
    expect(() => expect(broken).toHold()).toThrow(drawn);
    expect(() => expect(broken).not.toBreak()).toThrow(drawn);
    expect(() => expect(broken).toKeepClaims()).toThrow(drawn);
    expect(() => expect(broken).toMeetExpectations()).toThrow(drawn);
    expect(() => expect(held).toBreak()).toThrow(/^expected lock-then-write to break, but it held/);
    expect(() => expect(held).not.toHold()).toThrow(
      /^expected lock-then-write not to hold, but it held/,
    );
    expect(() => expect(held).not.toKeepClaims()).toThrow(
      / not to behave as claimed, but it was found held/,
    );
    expect(() => expect(held).not.toMeetExpectations()).toThrow(/, but it meets held \(held\)/);
  });

  it('fails for an inconclusive report, with .not too', () => {
    const reason = /is inconclusive[^]*Workers only took turns/;
    expect(() => expect(inconclusive).toHold()).toThrow(reason);
    expect(() => expect(inconclusive).not.toHold()).toThrow(reason);
    expect(() => expect(inconclusive).toBreak()).toThrow(reason);
    expect(() => expect(inconclusive).not.toBreak()).toThrow(reason);
    expect(() => expect(inconclusive).not.toKeepClaims()).toThrow(/could not be judged/);
    expect(() => expect(inconclusive).not.toMeetExpectations()).toThrow(
      /could not be judged by held/,
    );
  });
});
