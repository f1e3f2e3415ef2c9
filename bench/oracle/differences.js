import { isDeepStrictEqual } from 'node:util';

import { tellEnding } from './tell-ending.js';

const COUNTS = [
  'verdict',
  'schedules',
  'broken',
  'held',
  'anomalies',
  'causes',
  'outcomes',
  'serialOutcomes',
  'statements',
];

/**
 * What race-lab says otherwise than the oracle.
 * @param oracle what `judge` found
 * @param explored the result of the case, and that of the replay of its witness, if any; undefined: there is none
 * @returns sentences, none when both agree
 */
export function differences(oracle, explored) {
  if (oracle.failure !== undefined) return [`the oracle could not run it: ${oracle.failure}`];
  if (explored === undefined) return ['race-lab ended before it had explored it'];
  const { result, replayed } = explored;
  if (result.failure !== null) return [`race-lab could not explore it: ${result.reason}`];
  const counts = COUNTS.flatMap((name) => unequal(name, oracle[name], result[name]));
  const unsteady = unequal('schedules that could not be repeated', 0, result.unsteady);
  return [
    ...counts,
    ...unsteady,
    ...inExamples(oracle, result),
    ...inWitness(oracle, result, replayed),
  ];
}

const unequal = (what, oracle, raceLab) =>
  isDeepStrictEqual(oracle, raceLab)
    ? []
    : [`${what}: oracle ${JSON.stringify(oracle)}, race-lab ${JSON.stringify(raceLab)}`];

/** race-lab names some orders of each end, and says how many of all that end so are broken. */
function inExamples({ orders }, { ends }) {
  return ends.flatMap(({ examples, schedules, broken, endings }) => {
    const letters = examples.map(lettersOf);
    const unknown = letters.filter((order) => !orders.has(order));
    if (unknown.length > 0) return [`no orders of the oracle: ${listed(unknown)}`];
    const judged = letters.map((order) => ({ order, ...orders.get(order) }));
    const isWrong = ({ kinds }) => (kinds.length === 0 ? broken === schedules : broken === 0);
    const wrong = judged.filter(isWrong).map(({ order }) => order);
    const [first] = judged;
    return [
      ...unequal(`endings of ${first.order}`, first.endings, endings?.map(tellEnding)),
      ...(wrong.length > 0 ? [`not broken or held alike: ${listed(wrong)}`] : []),
      ...unequal(
        `different ends of ${listed(letters)}`,
        new Set(judged.map(({ key }) => key)).size,
        1,
      ),
    ];
  });
}

/** The first few. */
const listed = (letters) =>
  `${letters.slice(0, 4).join(', ')}${letters.length > 4 ? ` and ${letters.length - 4} more` : ''}`;

function inWitness({ orders, isFaultySerially, verdict }, { witness }, replayed) {
  if (verdict !== 'broken') return unequal('witness', null, witness);
  if (witness === null) return ['there is no witness'];
  const isSerial = unequal('a serial order as the witness', isFaultySerially, witness.isSerial);
  if (isSerial.length > 0 || witness.isSerial) return isSerial;
  const letters = lettersOf(witness.drawn.schedule);
  const broken = [...orders].filter(([, { kinds }]) => kinds.length > 0).map(([order]) => order);
  const [shortest] = broken.toSorted((one, other) => compare(sizeOf(one), sizeOf(other)));
  return [
    ...unequal(`anomalies of ${letters}`, orders.get(letters)?.kinds, kindsOf(witness)),
    ...unequal('switches and steps of the witness', sizeOf(shortest), sizeOf(letters)),
    ...unequal(
      `step after which ${letters} is lost`,
      lostAt(letters, orders),
      witness.drawn.markedStep,
    ),
    ...inReplay(witness, replayed),
  ];
}

function inReplay(witness, { failure, verdict, replayed }) {
  const letters = lettersOf(witness.drawn.schedule);
  if (failure !== undefined) return [`${letters} could not be replayed: ${failure}`];
  return [
    ...unequal(`verdict on the replay of ${letters}`, 'broken', verdict),
    ...unequal(`anomalies of the replay of ${letters}`, kindsOf(witness), kindsOf(replayed)),
    ...unequal('letters of the replay', letters, lettersOf(replayed.drawn.schedule)),
  ];
}

const lettersOf = (schedule) => schedule.map((worker) => 'ABC'[worker - 1]).join('');

/** In the order of the oracle, each once. */
const kindsOf = ({ anomalies }) =>
  ['invariant', 'not serializable', 'failure', 'left open'].filter((name) =>
    anomalies.some(({ kind }) => kind === name),
  );

function sizeOf(letters) {
  const switches = [...letters].filter(
    (letter, index) => index > 0 && letter !== letters[index - 1],
  );
  return [switches.length, letters.length];
}

const compare = ([switches, steps], [otherSwitches, otherSteps]) =>
  switches - otherSwitches || steps - otherSteps;

/** The first step after which no order held. */
function lostAt(letters, orders) {
  const held = [...orders].filter(([, { kinds }]) => kinds.length === 0).map(([order]) => order);
  const steps = Array.from(letters, (_, index) => index + 1);
  return steps.find((step) => !held.some((order) => order.startsWith(letters.slice(0, step))));
}
