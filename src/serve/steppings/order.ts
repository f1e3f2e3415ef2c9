/** Options of a request → a validated plan, and how its stepping begins. */
import { UsageError } from '../../errors.js';
import type { Stepping, ThinkingTime } from '../../lab/stepping.js';
import type { Case } from '../../model.js';
import { caseExploreFlags, type CaseReplayOptions } from '../../plan/case-options.js';
import { createCaseReplayPlan } from '../../plan/case.js';
import { exploreRequest, type ReplayOptions } from '../../plan/options.js';
import { createReplayPlan } from '../../plan/replay.js';
import {
  caseContextOf,
  caseLabOf,
  casesOf,
  contextOf,
  type RequestOptions,
  type WorkParts,
} from '../work-parts.js';

/** What is stepped through. */
export interface SteppingOrder {
  readonly kind: 'strategy' | 'case';
  /** Opens everything. @throws when the beginning cannot be followed, or the server or the code cannot be used */
  readonly begin: (options: ThinkingTime & { readonly signal: AbortSignal }) => Promise<Stepping>;
}

/** The options of `replay`; only the schedule may be left out. */
type SteppingOptions = RequestOptions<
  Omit<ReplayOptions & CaseReplayOptions, 'schedule'> & { readonly schedule?: string }
>;

/** Messages about options begin with it. */
const WHERE = 'stepping';

/** @throws {UsageError} when an option is wrong */
export function steppingOrder(options: SteppingOptions, parts: WorkParts): SteppingOrder {
  const { cases, schedule, ...others } = options;
  const beginning: Beginning = {
    interactive: true,
    ...(schedule === undefined || schedule.trim() === '' ? {} : { schedule }),
  };
  if (cases !== undefined) return caseOrder(cases, others, beginning, parts);
  const { flags } = exploreRequest(others, WHERE);
  const plan = createReplayPlan({ ...flags, ...beginning }, contextOf(parts));
  return {
    kind: 'strategy',
    begin: async (limits) => {
      const { beginStepping } = await import('../../lab/stepping.js');
      return beginStepping(plan, { ...parts.lab, ...limits, hidesServer: true });
    },
  };
}

interface Beginning {
  readonly interactive: true;
  readonly schedule?: string;
}

function caseOrder(
  cases: NonNullable<SteppingOptions['cases']>,
  options: Omit<CaseReplayOptions, 'schedule'>,
  beginning: Beginning,
  parts: WorkParts,
): SteppingOrder {
  const { follow, ...others } = options;
  const flags = { ...caseExploreFlags(others, WHERE), ...beginning, follow };
  const plan = createCaseReplayPlan(flags, onlyOne(casesOf(cases, parts)), caseContextOf(parts));
  return {
    kind: 'case',
    begin: async (limits) => {
      const { beginCaseStepping } = await import('../../lab/stepping.js');
      return beginCaseStepping(plan, { ...caseLabOf(parts), ...limits, hidesServer: true });
    },
  };
}

function onlyOne(cases: readonly Case[]): Case {
  const [first, ...others] = cases;
  if (first !== undefined && others.length === 0) return first;
  throw new UsageError(`cases names ${cases.length} cases, but one is stepped through`, {
    code: 'INVALID_VALUE',
    hint: 'Name one of them.',
  });
}
