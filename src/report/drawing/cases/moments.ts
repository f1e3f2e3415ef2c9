import type {
  Action,
  CaseEvent,
  CaseStep,
  CaseDrawing,
  Ending,
  Reply,
  Row,
} from '../../../model.js';
import type { Moment } from '../picture.js';
import {
  actionRemark,
  faultRemark,
  fieldParts,
  fieldsOf,
  remark,
  type Remark,
} from '../remarks.js';
import { scenesOf, waitingAfter, type Scene } from '../scenes.js';
import { shownColumns } from '../sql/columns.js';
import { condensed } from '../sql/condense.js';
import { shortLiteral } from '../sql/value.js';
import { clausesOf } from '../statement.js';
import { changeParts } from './changes.js';
import { Publication } from './publication.js';
import { caseEventRemarks } from './remarks.js';

/** A schedule of a case as moments, in the order in which they are read. */
export function caseMoments(drawn: CaseDrawing): Moment[] {
  const narrator = new Narrator(drawn);
  const publication = new Publication();
  let waiting: ReadonlySet<number> = new Set();
  return drawn.steps.flatMap((step) => {
    const scenes = scenesOf(step.worker, step.events);
    const publisher = publication.sceneOf(step, scenes);
    return scenes.map((scene, i) => {
      const moment = {
        step: scene.begins ? step.number : null,
        worker: scene.worker,
        remarks: narrator.remarksOf(scene, step),
        waiting,
        side: scene === publisher ? step.changes.map(changeParts) : [],
        faulty: false,
        marked: i === 0 && drawn.markedStep === step.number,
        uncertain: i === 0 && step.uncertain,
      };
      waiting = waitingAfter(waiting, scene);
      return moment;
    });
  });
}

/** The columns that change in a schedule: a drawing never leaves them out. */
const changingColumns = ({ steps, changes }: CaseDrawing): ReadonlySet<string> =>
  new Set(
    [...changes, ...steps.flatMap((step) => step.changes)]
      .filter(({ kind }) => kind === 'updated')
      .flatMap(({ columns }) => columns.map(({ name }) => name)),
  );

/** Rows beyond this are only counted. */
const MOST_ROWS = 3;

type ReturnedReply = Extract<Reply, { kind: 'returned' }>;

/** What is known of a worker's last statement. */
interface Sent {
  readonly action: Action;
  /** What its columns are called. */
  readonly names: ReadonlyMap<string, string>;
}

/** Whether a reply only says that the worker got what it asked for. */
const isObvious = (asked: string, { command, count, rows }: ReturnedReply): boolean =>
  command === asked || (command === 'INSERT' && count === 1 && rows.length === 0);

/** What a worker is released to do, and what the columns of its statement are called. */
function caseActionRemark(
  action: Action | null,
  matters: ReadonlySet<string>,
): { readonly said: Remark; readonly names: ReadonlyMap<string, string> } {
  if (action === null) return { said: remark('action', 'starts'), names: new Map() };
  if (action.kind === 'lock') return { said: actionRemark(action), names: new Map() };
  const { text, names } = condensed(action.sql, action.parameters, matters);
  return { said: remark('action', ...clausesOf(text)), names };
}

/** What a worker is released to do next, as the drawing will show it. */
export const nextCaseRemark = (drawn: CaseDrawing, action: Action | null): Remark =>
  caseActionRemark(action, changingColumns(drawn)).said;

/** Puts scenes into words, and remembers what each worker sent. */
class Narrator {
  readonly #matters: ReadonlySet<string>;
  readonly #sent = new Map<number, Sent>();
  /** The SQLSTATE of the last error of each worker. */
  readonly #errors = new Map<number, string>();

  constructor(drawn: CaseDrawing) {
    this.#matters = changingColumns(drawn);
  }

  remarksOf({ worker, begins, events }: Scene<CaseEvent>, step: CaseStep): Remark[] {
    const { action, isSecondHalf } = step;
    const released = begins
      ? [isSecondHalf ? remark('action', '… goes on') : this.#actionRemark(worker, action)]
      : [];
    return [...released, ...events.flatMap((event) => this.#eventRemarks(event))];
  }

  #actionRemark(worker: number, action: Action | null): Remark {
    const { said, names } = caseActionRemark(action, this.#matters);
    if (action?.kind === 'statement') this.#sent.set(worker, { action, names });
    return said;
  }

  #eventRemarks(event: CaseEvent): Remark[] {
    const { worker } = event;
    const shown = { row: (row: Row) => this.#rowParts(worker, row), most: MOST_ROWS };
    if (event.kind === 'ended') {
      return caseEventRemarks(
        { ...event, ending: this.#withoutMessage(worker, event.ending) },
        shown,
      );
    }
    if (event.kind !== 'reply') return caseEventRemarks(event, shown);
    const { reply, waited } = event;
    if (reply.kind === 'failed') this.#errors.set(worker, reply.sqlstate);
    if (reply.kind === 'returned' && !waited) {
      const asked = this.#commandOf(worker);
      if (asked === 'COMMIT' && reply.command === 'ROLLBACK') {
        return [faultRemark('rolled back instead')];
      }
      if (isObvious(asked, reply)) return [];
    }
    return caseEventRemarks(event, shown);
  }

  /** Whether a worker asked for the end of its transaction; empty: for something else. */
  #commandOf(worker: number): '' | 'COMMIT' | 'ROLLBACK' {
    const action = this.#sent.get(worker)?.action;
    const sql = action?.kind === 'statement' ? action.sql : '';
    if (/^\s*(?:commit|end)\b/i.test(sql)) return 'COMMIT';
    return /^\s*rollback\b/i.test(sql) ? 'ROLLBACK' : '';
  }

  /** A row under the names that the statement shows. */
  #rowParts(worker: number, row: Row): string[] {
    const names = this.#sent.get(worker)?.names;
    const fields = fieldsOf(row).map(([name, value]) => [names?.get(name) ?? name, value] as const);
    const shown = shownColumns(
      fields.map(([name]) => name),
      this.#matters,
    );
    const parts = fieldParts(
      fields.filter((_, i) => shown.has(i)),
      shortLiteral,
    );
    return shown.size < fields.length ? [...parts.slice(0, -1), `${parts.at(-1)},`, '…'] : parts;
  }

  /** The message of a failure is left out when it stands above. */
  #withoutMessage(worker: number, ending: Ending): Ending {
    if (ending.kind !== 'failed' || ending.sqlstate === '') return ending;
    return this.#errors.get(worker) === ending.sqlstate ? { ...ending, message: '' } : ending;
  }
}
