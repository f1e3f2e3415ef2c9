import { letterOf } from '../../../text/schedule.js';
import type { Drawing as DrawingBlock } from '../../document/blocks.js';
import { MARK, pictureOf, UNCERTAIN, type Drawn } from '../../drawing/index.js';
import type { Moment, Picture, SideLine } from '../../drawing/picture.js';
import { signed, type Remark } from '../../drawing/remarks.js';

/** Room without limit: a page scrolls a drawing that is wider than it. */
const ANY_WIDTH = 1_000;

/** A schedule as a table: a row for each moment, a column for each worker, and what is committed. */
export const Drawing = ({ schedule }: Pick<DrawingBlock, 'schedule'>) => {
  const picture = pictureOf(schedule);
  const hasSide = picture.side.widthIn(ANY_WIDTH) > 0;
  return (
    <div class="scroll" role="region" aria-label={labelOf(schedule)} tabIndex={0}>
      <table class="drawing">
        <thead>
          <tr>
            <th scope="col">step</th>
            {picture.headings.map((heading, i) => (
              <th key={heading} scope="col" class={workerClass(i + 1)}>
                {heading}
              </th>
            ))}
            {hasSide && <th scope="col">{picture.side.header}</th>}
          </tr>
        </thead>
        <tbody>
          {hasSide && picture.side.initial.length > 0 && <StartRow picture={picture} />}
          {picture.moments.map((moment, i) => (
            <MomentRow key={i} moment={moment} headings={picture.headings} hasSide={hasSide} />
          ))}
        </tbody>
      </table>
    </div>
  );
};

const labelOf = ({ schedule }: Drawn): string => `schedule ${schedule.map(letterOf).join('')}`;

const StartRow = ({ picture: { headings, side } }: { readonly picture: Picture }) => (
  <tr>
    <td />
    {headings.map((heading) => (
      <td key={heading} />
    ))}
    <Side lines={side.initial} />
  </tr>
);

interface MomentProps {
  readonly moment: Moment;
  readonly headings: readonly string[];
  readonly hasSide: boolean;
}

const MomentRow = ({ moment, headings, hasSide }: MomentProps) => (
  <tr class={moment.step === null ? undefined : 'step'}>
    <th scope="row" class={moment.marked ? 'number marked' : 'number'}>
      {moment.marked && <abbr title="from here on, every continuation is broken">{MARK}</abbr>}
      {moment.step ?? ''}
      {moment.uncertain && <abbr title="another worker may have sent it">{UNCERTAIN}</abbr>}
    </th>
    {headings.map((heading, i) => (
      <WorkerCell key={heading} worker={i + 1} moment={moment} />
    ))}
    {hasSide && <Side lines={moment.side} />}
  </tr>
);

const WorkerCell = ({ worker, moment }: { readonly worker: number; readonly moment: Moment }) => {
  if (worker !== moment.worker) {
    const waits = moment.waiting.has(worker);
    return <td class={workerClass(worker)}>{waits && <span class="waiting">waits</span>}</td>;
  }
  return (
    <td class={moment.faulty ? `${workerClass(worker)} faulty` : workerClass(worker)}>
      {moment.remarks.map((remark, i) => (
        <div key={i} class={toneClass(remark)}>
          {signed(remark).join(' ')}
        </div>
      ))}
    </td>
  );
};

const Side = ({ lines }: { readonly lines: readonly SideLine[] }) => (
  <td class="side">
    {lines.map((parts, i) => (
      <div key={i}>{parts.join(' ')}</div>
    ))}
  </td>
);

/** As many hues as the terminal has. */
const HUES = 5;

/** @param worker its number, from 1 */
export const workerHue = (worker: number): string => `hue-${((worker - 1) % HUES) + 1}`;

const workerClass = (worker: number): string => `worker ${workerHue(worker)}`;

const toneClass = ({ tone }: Remark): string => `remark ${tone.replace(' ', '-')}`;
