import type { CheckReport, ExperimentOutcome } from '../../../model.js';
import type { Block, ChecklistItem, Document, Tone, Total } from '../blocks.js';
import { casesCommand } from '../cases/commands.js';
import { caseExplorationDocument } from '../cases/exploration/document.js';
import { planCommand } from '../commands.js';
import { explorationDocument } from '../exploration/document.js';
import { raceDocument } from '../race/document.js';
import {
  experimentWord,
  seconds,
  statusOf,
  totalOf,
  whyNot,
  worstOf,
  type ExperimentStatus,
} from './sentences.js';

/** The report of `check`: a line for each experiment, then the details of those that are not ok. */
export function checkDocument(report: CheckReport): Document {
  const { file, experiments } = report;
  return [
    { kind: 'title', level: 2, command: 'race-lab check', subject: file ?? 'cases' },
    total(report),
    { kind: 'checklist', header: experimentWord(report), items: experiments.map(checklistItem) },
    ...chapters(report),
  ];
}

/** The rest of the report, after the line of each experiment was printed. */
export const documentAfterChecklist = (report: CheckReport): Document => [
  ...chapters(report),
  total(report),
];

export function checklistItem(experiment: ExperimentOutcome): ChecklistItem {
  const status = statusOf(experiment);
  return {
    name: experiment.name,
    status,
    tone: TONES[status],
    time: seconds(experiment.durationMs),
    reason: whyNot(experiment),
  };
}

const TONES: Readonly<Record<ExperimentStatus, Tone>> = {
  ok: 'good',
  'not judged': 'open',
  'NOT MET': 'bad',
  ERROR: 'bad',
};

const total = (report: CheckReport): Total => ({
  kind: 'total',
  text: totalOf(report),
  tone: TONES[worstOf(report)],
});

const chapters = ({ experiments }: CheckReport): Block[] =>
  experiments.filter((experiment) => statusOf(experiment) !== 'ok').flatMap(chapter);

/** An experiment that is not ok, as its command would report it. */
function chapter(experiment: ExperimentOutcome): Block[] {
  const status = statusOf(experiment);
  return [
    {
      kind: 'heading',
      subject: experiment.name,
      status,
      tone: TONES[status],
      command: commandOf(experiment),
    },
    ...evidence(experiment),
  ];
}

const commandOf = ({ kind, plan }: ExperimentOutcome): string =>
  kind === 'cases' ? casesCommand(plan) : planCommand(plan);

function evidence({ kind, report, failure }: ExperimentOutcome): Document {
  if (report === null) return [{ kind: 'defect', ...failure }];
  switch (kind) {
    case 'run':
      return raceDocument(report);
    case 'explore':
      return explorationDocument(report);
    case 'cases':
      return caseExplorationDocument(report);
    default:
      return kind satisfies never;
  }
}
