import { useContext } from 'preact/hooks';

import { count, counted } from '../../../text/numbers.js';
import type { EndRow, Ends as EndsBlock } from '../../document/blocks.js';
import { ScheduleLink } from './schedule-link.js';
import { Notes } from './tables.js';
import { shown } from './text.js';

/** A row for each end, with schedules that end so. */
export const Ends = ({ name, ends, more }: EndsBlock) => (
  <section>
    <h2>Ends of {shown(name)}</h2>
    <div class="scroll" role="region" aria-label={`ends of ${shown(name)}`} tabIndex={0}>
      <table class="figures ends">
        <thead>
          <tr>
            <th scope="col" class="right">
              schedules
            </th>
            <th scope="col" class="right">
              broken
            </th>
            <th scope="col">end</th>
            <th scope="col">examples</th>
          </tr>
        </thead>
        <tbody>
          {ends.map((end, i) => (
            <Row key={i} name={name} end={end} />
          ))}
        </tbody>
      </table>
    </div>
    <Notes
      notes={more === 0 ? [] : [`The report in JSON also has ${counted(more, 'rarer end')}.`]}
    />
  </section>
);

interface RowProps {
  /** Of the strategy or the case. */
  readonly name: string;
  readonly end: EndRow;
}

const Row = ({ name, end: { schedules, broken, text, examples } }: RowProps) => {
  const rest = schedules - examples.length;
  return (
    <tr>
      <td class="right">{count(schedules)}</td>
      <td class={broken > 0 ? 'right bad' : 'right'}>{count(broken)}</td>
      <th scope="row">{shown(text)}</th>
      <td class="examples">
        {examples.map((schedule) => (
          <Example key={schedule} name={name} schedule={schedule} />
        ))}
        {rest > 0 && `and ${count(rest)} more`}
      </td>
    </tr>
  );
};

/** A space follows, so that many of them wrap. */
const Example = ({ name, schedule }: { readonly name: string; readonly schedule: string }) => {
  const address = useContext(ScheduleLink)(name, schedule);
  const letters = <code>{schedule}</code>;
  return <>{address === null ? letters : <a href={address}>{letters}</a>} </>;
};
