/** Steppings on the server of the test run. They end with their test. */
import { onTestFinished } from 'vitest';

import { caseFinder, loadCase } from '../../src/files/load-cases.js';
import {
  beginCaseStepping,
  beginStepping,
  type Stepping,
  type SteppingState,
} from '../../src/lab/stepping.js';
import type { CaseReplayReport, ReplayReport } from '../../src/model.js';
import { createCaseReplayPlan } from '../../src/plan/case.js';
import { createReplayPlan, type ReplayFlags } from '../../src/plan/replay.js';
import { scenarios } from '../../src/scenarios/index.js';
import { strategies } from '../../src/strategies/index.js';
import { serverUrl } from './server.js';

interface Options {
  readonly signal?: AbortSignal;
  readonly idleMs?: number;
  readonly flags?: ReplayFlags;
}

/** Begins to step through a strategy. */
export async function stepping(
  strategy: string,
  { signal, idleMs = 60_000, flags = {} }: Options = {},
): Promise<Stepping<ReplayReport>> {
  const plan = createReplayPlan(
    { url: serverUrl(), ...flags, strategy: [strategy], interactive: true },
    { strategies, scenarios, environmentUrl: undefined },
  );
  return endedLater(await beginStepping(plan, { idleMs, ...(signal && { signal }) }));
}

const loading = { api: () => import('../../src/index.js') };

/** Begins to step through a case. @param file its path */
export async function steppingCase(
  file: string,
  { signal, idleMs = 60_000, flags = {} }: Options = {},
): Promise<Stepping<CaseReplayReport>> {
  const flagsOfCase = { url: serverUrl(), ...flags, interactive: true };
  const the = await loadCase(file, loading);
  const plan = createCaseReplayPlan(flagsOfCase, the, { environmentUrl: undefined });
  const freshInstance = caseFinder(loading);
  return endedLater(
    await beginCaseStepping(plan, { idleMs, freshInstance, ...(signal && { signal }) }),
  );
}

function endedLater<S extends Stepping>(begun: S): S {
  onTestFinished(async () => {
    await begun.end().catch(() => undefined);
  });
  return begun;
}

/** Takes steps. @returns the last state */
export async function steps(
  of: Pick<Stepping, 'step' | 'state'>,
  letters: string,
): Promise<SteppingState> {
  for (const letter of letters) await of.step(letter);
  return of.state;
}

/** Where each worker is, by kind. */
export const kinds = ({ workers }: SteppingState): readonly string[] =>
  workers.map(({ position }) => position.kind);
