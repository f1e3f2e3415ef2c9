import type { ReplayReport } from '../../../model.js';
import { lettersOf } from '../../../text/schedule.js';
import { replayCommand } from '../commands.js';
import { proof } from '../exploration/sentences.js';
import { headingOf, propertiesOf } from '../exploration/suite.js';
import { command } from '../parts.js';
import { casesOf } from '../suite/cases.js';
import type { Evidence, Suite } from '../suite/suite.js';

/** A replay as a suite: a case for each expectation. Times are 0: a replay is too short. */
export function replaySuite(report: ReplayReport): Suite {
  const { plan, server, drawn, expectations } = report;
  const { name } = plan.strategy;
  const { verdict, reason } = drawn;
  return {
    name: `race-lab replay ${plan.scenario.name}`,
    classname: `race-lab.replay.${plan.scenario.name}`,
    properties: [...propertiesOf(plan, server), ['schedule', lettersOf(plan.schedule)]],
    cases: casesOf({
      results: [{ name, verdict, reason, failure: null }],
      expectations,
      interruption: null,
      nameOf: (result) => result.name,
      evidence: () => evidenceOf(report),
      seconds: () => 0,
    }),
  };
}

function evidenceOf({ plan, drawn }: ReplayReport): Evidence {
  const { name } = plan.strategy;
  return {
    lines: [headingOf(name, drawn.verdict, drawn), ...proof(drawn)],
    schedule: drawn,
    command: command('Replay it', replayCommand(plan, name, drawn.schedule)),
  };
}
