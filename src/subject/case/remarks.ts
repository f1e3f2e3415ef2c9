/** What was seen besides the verdict. */
import type { CaseEnd } from '../../judge/serial/end.js';
import type { Case } from '../../model.js';
import { count, counted } from '../../text/numbers.js';
import { option } from '../../text/option.js';
import { LISTED, listed, numbered } from '../../text/words.js';
import { memoryRemarks, startRemarks } from './memory-report.js';
import type { CaseSubject } from './subject.js';
import { lateRemarks, type RunUnit } from './unawaited-statements.js';

/** Different warnings that a report shows. */
const WARNINGS = 3;

const AT_START = {
  schedule: 'at the start of every schedule',
  round: 'at the start of every round',
  load: 'at the start of the load',
} as const;

/** Collects what the ends of schedules, rounds or a load say besides. */
export class Observations {
  rolledBackCommits = 0;
  readonly warnings = new Set<string>();

  add({ rolledBackCommits, warnings }: CaseEnd): void {
    if (rolledBackCommits > 0) this.rolledBackCommits += 1;
    for (const warning of warnings) this.warnings.add(warning);
  }
}

/** Complete sentences. */
export function remarksOn(
  { rolledBackCommits, warnings }: Observations,
  { lanes, hasOwnStart }: Pick<CaseSubject, 'lanes' | 'hasOwnStart'>,
  the: Case,
  unit: RunUnit = 'schedule',
): readonly string[] {
  const uncertain = new Set(lanes.flatMap((lane) => [...lane.uncertain]));
  const names = the.workers.flatMap(({ name }, index) => (uncertain.has(index + 1) ? [name] : []));
  return [
    ...(rolledBackCommits === 0
      ? []
      : [
          `${unit === 'load' ? 'Under load' : `In ${counted(rolledBackCommits, unit)}`} the server answered a COMMIT with ROLLBACK, because a statement before it had failed: most drivers do not report that.`,
        ]),
    ...[...warnings]
      .slice(0, WARNINGS)
      .map((warning) => `The server warned: ${warning.replace(/\.$/, '')}.`),
    ...lateRemarks(lanes, the, unit),
    ...new Set(lanes.flatMap(({ remarks }) => remarks.slice(0, 1))),
    // A load says so in its reason.
    ...(unit === 'load' ? [] : violatedAtStart(lanes)),
    ...oneConnection(lanes, the),
    ...sharedModules(lanes, the),
    ...memoryRemarks(lanes, the),
    // Only schedules have steps.
    ...(unit === 'schedule' ? startRemarks(lanes) : []),
    ...nothingCut(lanes),
    ...notCompared(lanes),
    ...(hasOwnStart
      ? [
          the.service === null
            ? `What open changes in the database is there ${AT_START[unit]}.`
            : `What the service changes in the database as it starts is there ${AT_START[unit]}.`,
        ]
      : []),
    ...(names.length === 0
      ? []
      : [
          `Which worker sent a statement is not certain for ${listed(names)}: a pool or a queue of the application passed it on.`,
        ]),
  ];
}

/** Often of a query that always returns a row, such as one that counts. */
function violatedAtStart([lane]: CaseSubject['lanes']): readonly string[] {
  const names = lane?.violatedAtStart.map((name) => `"${name}"`) ?? [];
  if (names.length === 0) return [];
  const it = names.length === 1 ? 'an invariant is a query' : 'invariants are queries';
  return [
    `The rows of start violate ${listed(names)} already: ${it} for rows that are wrong, and a count always returns one.`,
  ];
}

/** Changes by workers that the verdict does not cover. */
function notCompared(lanes: CaseSubject['lanes']): readonly string[] {
  const kinds = new Set(lanes.flatMap(({ uncompared }) => [...uncompared]));
  const tables = new Set(lanes.flatMap(({ madeTables }) => [...madeTables]));
  const names = [...tables].map((name) => name.replace(/^public\./, '')).toSorted();
  const rest = names.length - LISTED;
  const shown = [...names.slice(0, LISTED), ...(rest > 0 ? [`${count(rest)} more`] : [])];
  return [
    ...(names.length === 0
      ? []
      : [
          `Workers create ${numbered(names.length, 'a table', 'tables')} whose rows are not compared: ${listed(shown)}. What schema creates is compared.`,
        ]),
    ...(kinds.has('large object')
      ? ['Workers write large objects, which are not compared, and not put back between schedules.']
      : []),
    ...(kinds.has('sequence')
      ? ['Workers set the position of a sequence, and the position itself is not compared.']
      : []),
  ];
}

/** Under a lock of the application, or in a pool of one connection, the workers take turns, and what another process would do in between is not seen. */
function oneConnection(lanes: CaseSubject['lanes'], { service }: Case): readonly string[] {
  const most = Math.max(0, ...lanes.map(({ connections }) => connections));
  return someWaited(lanes) && most === 1
    ? [
        service === null
          ? 'All workers used the same connection, by a lock of the application, or by a pool of one. Give a pool room for each of them. What two processes do is not covered: replicas: 2 shows it.'
          : 'All workers used the same connection, so they took turns: by a lock inside the service, or by a pool of one. replicas: 2 shows whether two processes do, too.',
      ]
    : [];
}

/** A case that is an object is not loaded anew, so a lock of a module may have held for all replicas. */
function sharedModules(
  lanes: CaseSubject['lanes'],
  { service, replicas, file }: Case,
): readonly string[] {
  const areShared = service === null && replicas > 1 && file === undefined;
  return areShared && someWaited(lanes)
    ? [
        'The replicas share what modules keep, such as a lock, because the case is an object: explore it by its file, or make the lock in open.',
      ]
    : [];
}

/** Whether a worker waited inside the application, such as for a lock. */
const someWaited = (lanes: CaseSubject['lanes']): boolean =>
  lanes.some(({ quiet }) => quiet.size > 0);

/** Where statements were to be cut, and none was: then two that overlap are not covered. */
function nothingCut(lanes: CaseSubject['lanes']): readonly string[] {
  const cutters = lanes.flatMap(({ cutter }) => cutter ?? []);
  const [first] = cutters;
  if (first === undefined || cutters.some(({ cuts }) => cuts > 0)) return [];
  return [
    first.overlap === 'all'
      ? 'No statement was cut: none changes data outside a transaction, or in one at READ COMMITTED.'
      : `No statement was cut: none changes data outside a transaction. ${option('overlap')} all also cuts those in READ COMMITTED transactions.`,
  ];
}
