/**
 * The orders in which two sessions can take their steps, from a model of one row lock: `… for update` takes it,
 * and `commit` releases it. A session that waits for the lock takes no step until the other session commits.
 * Without `for update` no session waits.
 *
 * The model is independent of race-lab, which discovers its schedules. The benchmark checks that both counts are
 * equal.
 */

const START = { done: [0, 0], holder: null, waiting: null, waits: 0, path: [] };

/**
 * @param sessions the statements of each session
 * @returns for each order: the sessions in it, from 0, and how many of its steps wait
 */
export function everyOrder(sessions, state = START) {
  const able = sessions.flatMap((statements, session) =>
    state.done[session] < statements.length && state.waiting !== session ? [session] : [],
  );
  if (able.length === 0) return [{ path: state.path, waits: state.waits }];
  return able.flatMap((session) => everyOrder(sessions, step(state, session, sessions[session])));
}

function step(state, session, statements) {
  const statement = statements[state.done[session]];
  const done = state.done.with(session, state.done[session] + 1);
  const next = { ...state, done, path: [...state.path, session] };
  if (statement === 'commit') return { ...next, holder: state.waiting, waiting: null };
  if (!statement.endsWith('for update')) return next;
  if (state.holder === null) return { ...next, holder: session };
  return { ...next, waiting: session, waits: state.waits + 1 };
}
