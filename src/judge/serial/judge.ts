/** The judge of schedules of a case: by the ends of the serial orders. */
import type { EndSummary, Judge, ScheduleVerdict } from '../../explore/judge.js';
import type { CaseAnomaly } from '../../model.js';
import { explain, type Explanation } from './explanation.js';
import { countedNames, summaryOf } from './counts.js';
import type { CaseEnd, SerialRun } from './end.js';
import { flawsOf, type CodeFlaw } from './flaws.js';
import type { SerialKnowledge } from './knowledge.js';

/** Judges ends, and can learn of more serial orders in between. */
export interface SerialJudge extends Judge<CaseEnd> {
  readonly knowledge: SerialKnowledge;
  /**
   * Learns of more serial orders.
   * @returns whether ends that were judged before may be judged differently now
   */
  learn(more: readonly SerialRun[]): boolean;
  /** Leaves out the texts of which some words differ from run to run, as their other words may differ by chance. */
  leaveOutTexts(): void;
  /**
   * Workers whose serial orders have to be learned before this end can be judged, because the others
   * failed in a way that callers retry. Null: what is known is enough.
   */
  subsetsNeeded(end: CaseEnd): readonly number[] | null;
  /** All anomalies, the most telling first; also those that do not break the schedule. */
  anomaliesOf(end: CaseEnd): readonly CaseAnomaly[];
}

/** An end, judged. */
interface JudgedEnd {
  readonly anomalies: readonly CaseAnomaly[];
  readonly verdict: ScheduleVerdict;
  readonly summary: EndSummary;
  readonly subsetsNeeded: readonly number[] | null;
}

/** Ends that are remembered by their text, because most schedules end like others. */
const MOST_REMEMBERED = 1_000;

export function serialJudge(learned: SerialKnowledge): SerialJudge {
  let knowledge = learned;
  let byEnd = new WeakMap<CaseEnd, JudgedEnd>();
  const byText = new Map<string, JudgedEnd>();
  const judged = (end: CaseEnd): JudgedEnd => {
    const known = byEnd.get(end);
    if (known !== undefined) return known;
    const text = textOf(end);
    const judgement = byText.get(text) ?? judgeEnd(end, knowledge);
    if (byText.size >= MOST_REMEMBERED) byText.clear();
    byText.set(text, judgement);
    byEnd.set(end, judgement);
    return judgement;
  };
  const know = (next: SerialKnowledge) => {
    knowledge = next;
    byEnd = new WeakMap();
    byText.clear();
  };
  return {
    get knowledge() {
      return knowledge;
    },
    learn: (more) => {
      const before = knowledge;
      know(before.extended(more));
      return knowledge.overrules(before);
    },
    leaveOutTexts: () => {
      know(knowledge.withoutTexts());
    },
    verdictOn: ({ end }) => judged(end).verdict,
    summaryOf: ({ end }) => judged(end).summary,
    subsetsNeeded: (end) => judged(end).subsetsNeeded,
    anomaliesOf: (end) => judged(end).anomalies,
  };
}

/** Equal for ends that are the same to the letter. */
export const textOf = ({ endings, tables, violations, leftOpen, ran }: CaseEnd): string =>
  JSON.stringify([endings, tables.map(({ rows }) => rows), violations, leftOpen, ran]);

function judgeEnd(end: CaseEnd, knowledge: SerialKnowledge): JudgedEnd {
  const key = knowledge.canon.outcomeKey(end);
  const explanation = explain(end, key, knowledge);
  const isSerial = (flaw: CodeFlaw) => isSerialFlaw(flaw, end, explanation, knowledge);
  const flaws = flawsOf(end).filter((flaw) => flaw.kind !== 'failure' || !isSerial(flaw));
  const anomalies = explanation.isExplained ? flaws : withNotSerializable(flaws);
  const breaks = anomalies.some((anomaly) => anomaly.kind !== 'left open' || !isSerial(anomaly));
  const { subsetsNeeded } = explanation;
  const otherwise = subsetsNeeded === null ? 'held' : 'inconclusive';
  return {
    anomalies,
    verdict: {
      verdict: breaks ? 'broken' : otherwise,
      anomalies: countedNames(anomalies),
      estimated: false,
    },
    summary: summaryOf(end, key),
    subsetsNeeded,
  };
}

/** Whether serial orders have the same flaw. */
const isSerialFlaw = (
  flaw: CodeFlaw,
  { endings }: CaseEnd,
  { others }: Explanation,
  knowledge: SerialKnowledge,
): boolean =>
  knowledge.hasFlaw(null, flaw, endings) ||
  (others !== null && knowledge.hasFlaw(others, flaw, endings));

/** Before what was left open, which says less. */
const withNotSerializable = (flaws: readonly CaseAnomaly[]): readonly CaseAnomaly[] => [
  ...flaws.filter(({ kind }) => kind !== 'left open'),
  { kind: 'not serializable' },
  ...flaws.filter(({ kind }) => kind === 'left open'),
];
