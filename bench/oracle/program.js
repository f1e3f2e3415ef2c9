/** The message of a worker that says no. */
const REFUSAL = 'sold out';

/**
 * What a worker does, as a generator that knows no driver: it yields each statement that it sends, and goes on with the
 * reply (`{ rows, count }`) or the error of the server. It returns what the worker returns.
 *
 * Of a yielded statement, `place` says whether it begins a transaction, lies within it, ends it, or is outside of any.
 */
export function* programOf({ steps, answer }) {
  const said = new Map();
  yield* carryOut(steps, said, 'outside');
  if (answer === 'all') return Object.fromEntries(said);
  return answer === 'last' ? ([...said.values()].at(-1) ?? null) : null;
}

function* carryOut(steps, said, place) {
  for (const step of steps) {
    switch (step.kind) {
      case 'refuse':
        throw new Error(REFUSAL);
      case 'choice':
        yield* carryOut(choose(step, said), said, place);
        break;
      case 'attempt':
        yield* attempt(step, said, place);
        break;
      case 'transaction':
        yield* transaction(step, said);
        break;
      default:
        said.set(step.as, yield* send(step, said, place));
    }
  }
}

function* send({ sql, values, isNamed }, said, place) {
  const { rows, count } = yield {
    text: sql,
    values: values.map((value) => valueOf(value, said)),
    isNamed,
    place,
  };
  return rows.length > 0 ? rows : count;
}

/** A number, or one that depends on what was read. */
function valueOf(value, said) {
  if (typeof value !== 'object') return value;
  const { read, plus, otherwise } = value;
  return (numberIn(read, said) ?? otherwise) + plus;
}

const numberIn = ({ step, field }, said) => said.get(step)?.[0]?.[field] ?? null;

const choose = ({ read, atLeast, enough, otherwise }, said) =>
  (numberIn(read, said) ?? 0) >= atLeast ? enough : otherwise;

/** Goes on when a statement fails; in a transaction, by a savepoint. */
function* attempt({ steps, inTransaction }, said, place) {
  try {
    if (inTransaction) yield plain('savepoint before', place);
    yield* carryOut(steps, said, place);
  } catch (error) {
    if (error.code === undefined) throw error;
    if (inTransaction) yield plain('rollback to before', place);
    said.set(steps[0].as, error.code);
    return;
  }
  if (inTransaction) yield plain('release before', place);
}

function* transaction({ level, steps, end, attempts }, said) {
  for (let tried = 1; ; tried += 1) {
    try {
      yield plain(`begin${level}`, 'begin');
      yield* carryOut(steps, said, 'within');
      yield plain(end, 'end');
      return;
    } catch (error) {
      yield plain('rollback', 'end');
      if (error.code === undefined || tried === attempts) throw error;
      for (const { as } of steps) said.delete(as);
    }
  }
}

const plain = (text, place) => ({ text, values: [], isNamed: false, place });
