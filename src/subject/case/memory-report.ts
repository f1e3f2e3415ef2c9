/** What a report says when what workers send depends on what their process remembers. */
import type { Judgement } from '../../judge/judgement.js';
import type { SerialKnowledge } from '../../judge/serial/knowledge.js';
import type { Case } from '../../model.js';
import { abridged, printable } from '../../text/wrap.js';
import type { CaseLane } from './lane.js';
import type { SentStatement } from './process-memory.js';
import { unawaitedIn } from './unawaited-statements.js';

type Lanes = readonly Pick<CaseLane, 'memory' | 'afterEnd' | 'late' | 'habits' | 'isDisturbed'>[];

/**
 * The judgement, unless the code remembers what could not be undone between runs. A race that was found is one all the same.
 * What is wrong in a serial order may be so only because the rows were put back.
 */
export function withMemory(
  judgement: Judgement,
  lanes: Lanes,
  the: Case,
  { broken }: Pick<SerialKnowledge, 'broken'>,
): Judgement {
  const [missed] = lanes.flatMap(({ memory }) => (memory.isCache ? [] : (memory.missed ?? [])));
  // What is late is sent in one run or in the next one.
  if (missed === undefined || unawaitedIn(lanes, the).length > 0) return judgement;
  const own = `${sentence(missed, the)}: ${missed.why}`;
  if (judgement.verdict === 'broken' && broken.length === 0)
    return { ...judgement, reason: [judgement.reason, own].join(' ') };
  const others = judgement.verdict === 'inconclusive' ? [judgement.reason] : [];
  return { verdict: 'inconclusive', reason: [own, ...others].join(' ') };
}

/** That starts are steps of their own, as a sentence. */
export const startRemarks = ([lane]: readonly Pick<CaseLane, 'habits'>[]): readonly string[] =>
  lane?.habits.startsMatter === true
    ? [
        'Workers meet in the memory of the process before their first statements, such as at a lock, a flag or a pool, so each start is a step of its own.',
      ]
    : [];

/** That the application was opened anew between runs, or that a service fills a cache, as a sentence. */
export function memoryRemarks(lanes: Lanes, the: Case): readonly string[] {
  const sentences = lanes.flatMap(({ memory: { renewedFor, missed, isCache } }) => {
    if (missed !== null) return isCache ? [`${sentence(missed, the)}: ${missed.why}`] : [];
    return renewedFor === null ? [] : [`${sentence(renewedFor, the)}: ${RENEWED}`];
  });
  return sentences.slice(0, 1);
}

const RENEWED =
  'its process remembers earlier runs. So the application was opened anew for each run.';

const sentence = ({ worker, sql }: SentStatement, { workers }: Case): string =>
  `Not every run of the same serial order has "${printable(abridged(sql))}" of ${workers[worker - 1]?.name ?? ''}`;
