import type { ReplayReport } from '../../../model.js';
import type { Block, Document, Finding } from '../blocks.js';
import { replayCommand } from '../commands.js';
import {
  deadlockNotes,
  replayParts,
  serverSentence,
  witnessTitle,
} from '../exploration/sentences.js';
import { scheduleParts } from '../exploration/document.js';
import { expectationBlocks, title } from '../parts.js';

/** The report of `replay`. */
export function replayDocument(report: ReplayReport): Document {
  const { plan, server, expectations } = report;
  return [
    title('race-lab replay', plan.scenario.name),
    {
      kind: 'setup',
      scenario: plan.scenario.name,
      parts: replayParts(report),
      server: serverSentence(server),
    },
    { kind: 'findings', findings: [replayFinding(report)] },
    ...remarks(report),
    ...expectationBlocks(expectations),
  ];
}

/** The finding of the schedule. */
export function replayFinding({ plan, drawn }: ReplayReport): Finding {
  const { name } = plan.strategy;
  return {
    name,
    verdict: drawn.verdict,
    title: witnessTitle(drawn),
    parts: scheduleParts(drawn, replayCommand(plan, name, drawn.schedule)),
    form: 'only',
  };
}

function remarks(report: ReplayReport): Block[] {
  const notes = deadlockNotes(report);
  return notes.length === 0 ? [] : [{ kind: 'notes', notes }];
}
