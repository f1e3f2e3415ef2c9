/** A schedule at one moment: what each worker can do, the drawing so far, and the rows. */
import { useEffect, useRef } from 'preact/hooks';

import type { SteppingState, SteppingTable, SteppingWorker } from '../../lab/stepping/state.js';
import { positionText } from '../../lab/stepping/position.js';
import { Drawing, workerHue } from '../../report/formats/html/drawing.js';
import { Findings } from '../../report/formats/html/findings.js';
import { Button } from '../fields.js';
import type { Move } from './stepping.js';

interface MomentProps {
  readonly state: SteppingState;
  readonly isBusy: boolean;
  readonly onMove: (move: Move) => void;
}

/** A schedule that is stepped through. Its buttons are keys, too, so it takes the focus when it appears. */
export const Moment = ({ state, isBusy, onMove }: MomentProps) => {
  const section = useRef<HTMLElement>(null);
  useEffect(() => section.current?.focus(), []);
  return (
    <section
      ref={section}
      tabIndex={-1}
      class="moment"
      aria-label={`${state.subject}, by hand`}
      aria-busy={isBusy}
      onKeyDown={({ key, ctrlKey, metaKey, altKey }) => {
        if (isBusy || ctrlKey || metaKey || altKey) return;
        const move = moveOf(key, state);
        if (move !== null) onMove(move);
      }}
    >
      <Moves state={state} isBusy={isBusy} onMove={onMove} />
      <p class="notes">
        Keys, while the focus is in this part of the page: the letters of the workers, u for back, f
        for finish.
      </p>
      <p role="status">{statusOf(state)}</p>
      <div class="beside">
        <div>
          <Steps state={state} />
        </div>
        <div>
          {state.tables.map((table) => (
            <Rows key={table.name} table={table} />
          ))}
        </div>
      </div>
    </section>
  );
};

/** What a key asks for; null: nothing that is possible now. */
function moveOf(key: string, { workers, schedule, judgement }: SteppingState): Move | null {
  if (key === 'u') return schedule === '' ? null : { kind: 'back' };
  if (key === 'f') return judgement === null ? { kind: 'finish' } : null;
  // Workers F and U go with their capital letters.
  const worker = workers.find(({ letter }) => letter === key || letter.toLowerCase() === key);
  return worker?.position.kind === 'ready' ? { kind: 'step', worker: worker.letter } : null;
}

/** A button for each worker, for the step back, and for the rest. */
const Moves = ({ state: { workers, schedule, judgement }, isBusy, onMove }: MomentProps) => (
  <div class="moves" role="group" aria-label="next step">
    {workers.map((worker, i) => (
      <WorkerButton
        key={worker.letter}
        worker={worker}
        number={i + 1}
        isBusy={isBusy}
        onPress={() => onMove({ kind: 'step', worker: worker.letter })}
      />
    ))}
    <div class="others">
      <Button disabled={isBusy || schedule === ''} onPress={() => onMove({ kind: 'back' })}>
        Back
      </Button>
      <Button disabled={isBusy || judgement !== null} onPress={() => onMove({ kind: 'finish' })}>
        Finish
      </Button>
    </div>
  </div>
);

/** The steps so far; when all workers are done, with the verdict on them. */
const Steps = ({ state: { judgement, drawing, command } }: Pick<MomentProps, 'state'>) =>
  judgement === null ? (
    <>
      <Drawing schedule={drawing} />
      <p class="command">
        The address of this page leads here, and so does: <code>{command}</code>
      </p>
    </>
  ) : (
    <Findings kind="findings" findings={[judgement.finding]} />
  );

function statusOf({ subject, schedule, strayed, judgement }: SteppingState): string {
  if (judgement !== null) return `${subject} ${judgement.verdict}. ${judgement.reason}`;
  const steps = schedule === '' ? 'No step yet.' : `Steps so far: ${schedule}.`;
  return strayed === null ? steps : `${steps} ${strayed}`;
}

interface WorkerButtonProps {
  readonly worker: SteppingWorker;
  readonly number: number;
  readonly isBusy: boolean;
  readonly onPress: () => void;
}

/** It stays where it is when the worker waits, so that the focus is not lost. */
const WorkerButton = ({ worker, number, isBusy, onPress }: WorkerButtonProps) => {
  const { letter, name, position } = worker;
  const isReady = position.kind === 'ready';
  const called = name === null || name === letter ? letter : `${letter} ${name}`;
  return (
    <button
      type="button"
      class={`step-worker ${workerHue(number)}`}
      aria-disabled={!isReady || isBusy}
      onClick={() => {
        if (isReady && !isBusy) onPress();
      }}
    >
      <b>{called}</b> <span>{positionText(position)}</span>
    </button>
  );
};

/** The committed rows of a table. */
const Rows = ({ table: { name, columns, rows, count } }: { readonly table: SteppingTable }) => (
  <div class="scroll" role="region" aria-label={`rows of ${name}`} tabIndex={0}>
    <table class="figures">
      <caption>{name}</caption>
      <thead>
        <tr>
          {columns.map((column) => (
            <th key={column} scope="col">
              {column}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {rows.map((row, i) => (
          <tr key={i}>
            {row.map((value, at) => (
              <td key={columns[at]}>{value ?? 'null'}</td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
    {count === 0 && <p class="notes">no rows</p>}
    {count > rows.length && <p class="notes">and {count - rows.length} more rows</p>}
  </div>
);
