import type { CaseReplayReport } from '../../../../model.js';
import { isolationName } from '../../../../plan/isolation.js';
import { lettersOf } from '../../../../text/schedule.js';
import { command } from '../../parts.js';
import { serverName } from '../../setup.js';
import { casesOf } from '../../suite/cases.js';
import { classnamePart, type Evidence, type Suite } from '../../suite/suite.js';
import { caseReplayCommand } from '../commands.js';
import { besides } from '../parts.js';
import { story, witnessTitle } from '../story.js';

/** A replay as a suite: an entry for each expectation. Times are 0: a replay is too short. */
export function caseReplaySuite(report: CaseReplayReport): Suite {
  const { plan, server, verdict, reason, expectations } = report;
  const { name } = plan.case;
  return {
    name: `race-lab replay ${name}`,
    classname: `race-lab.replay.${classnamePart(name)}`,
    properties: [
      ['schedule', lettersOf(plan.schedule)],
      ...(plan.isolation === null ? [] : [['isolation', isolationName(plan.isolation)] as const]),
      ['server', serverName(server)],
    ],
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

function evidenceOf({ plan, verdict, replayed, ...rest }: CaseReplayReport): Evidence {
  const found = witnessTitle(replayed);
  return {
    lines: [
      `${plan.case.name} ${verdict}${found === null ? '' : `: ${found}`}`,
      ...story(replayed, rest.masked),
      ...besides(rest),
    ],
    schedule: replayed.drawn,
    command: command('Replay it', caseReplayCommand(plan, plan.case, replayed.drawn.schedule)),
  };
}
