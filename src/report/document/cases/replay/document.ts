import type { CaseReplayReport } from '../../../../model.js';
import { lettersOf } from '../../../../text/schedule.js';
import type { Block, Document, Finding } from '../../blocks.js';
import { deadlockNotes } from '../../exploration/sentences.js';
import { expectationBlocks, sentences, title as titleOf } from '../../parts.js';
import { serverName } from '../../setup.js';
import { caseReplayCommand } from '../commands.js';
import { atLevels, besides, witnessParts, workersText } from '../parts.js';
import { witnessTitle } from '../story.js';

/** The report of `replay` on a case. */
export function caseReplayDocument(report: CaseReplayReport): Document {
  const { plan, server, expectations } = report;
  return [
    titleOf('race-lab replay', plan.case.name),
    {
      kind: 'setup',
      scenario: plan.case.name,
      parts: caseReplayParts(report),
      server: `${serverName(server)}.`,
    },
    { kind: 'findings', findings: [caseReplayFinding(report)] },
    ...remarks(report),
    ...expectationBlocks(expectations),
  ];
}

export const caseReplayParts = ({ plan, replayed }: CaseReplayReport): string[] => [
  `schedule ${lettersOf(plan.schedule)}`,
  workersText(replayed.drawn.workers),
  ...atLevels(plan.isolation === null ? [] : [plan.isolation]),
];

/** The finding of the schedule. */
export function caseReplayFinding({
  plan,
  verdict,
  reason,
  replayed,
  ...rest
}: CaseReplayReport): Finding {
  const again = caseReplayCommand(plan, plan.case, replayed.drawn.schedule);
  const [drawing, ...others] = witnessParts(replayed, {
    masked: rest.masked,
    more: besides(rest),
    again,
  });
  const title = witnessTitle(replayed);
  return {
    name: plan.case.name,
    verdict,
    title,
    parts: [
      ...(drawing === undefined ? [] : [drawing]),
      // What broke is told below.
      ...(title === null ? [sentences('reason', [reason])] : []),
      ...others,
    ],
    form: 'only',
  };
}

function remarks(report: CaseReplayReport): Block[] {
  const notes = deadlockNotes(report);
  return notes.length === 0 ? [] : [{ kind: 'notes', notes }];
}
