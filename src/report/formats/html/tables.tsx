import type { Checklist as ChecklistBlock, Table as TableBlock } from '../../document/blocks.js';
import { Badge } from './findings.js';
import { shown } from './text.js';

/** All columns up to the rank of a page. It scrolls sideways on a narrow screen. */
export const Table = ({ columns, rows, pageRank, footnote, notes }: TableBlock) => {
  const isShown = columns.map(({ rank }) => rank <= pageRank);
  const chosen = columns.filter((_, i) => isShown[i]);
  return (
    <>
      <div class="scroll" role="region" aria-label={`by ${chosen[0]?.header ?? ''}`} tabIndex={0}>
        <table class="figures">
          <thead>
            <tr>
              {chosen.map(({ header, align }) => (
                <th key={header} scope="col" class={align}>
                  {shown(header)}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {rows.map((cells, row) => (
              <tr key={row}>
                {cells
                  .filter((_, i) => isShown[i])
                  .map(({ text, tone }, i) => {
                    const look = [chosen[i]?.align, tone].filter(Boolean).join(' ');
                    return i === 0 ? (
                      <th key={i} scope="row" class={look}>
                        {shown(text)}
                      </th>
                    ) : (
                      <td key={i} class={look}>
                        {shown(text)}
                      </td>
                    );
                  })}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      <Notes notes={[...(footnote === null ? [] : [`* ${footnote}.`]), ...notes]} />
    </>
  );
};

/** Remarks below a block, in smaller type. */
export const Notes = ({ notes }: { readonly notes: readonly string[] }) =>
  notes.length === 0 ? null : <p class="notes">{notes.map(shown).join(' ')}</p>;

/** A row for each experiment or case of `race-lab check`. */
export const Checklist = ({ header, items }: ChecklistBlock) => (
  <div class="scroll" role="region" aria-label={`by ${header}`} tabIndex={0}>
    <table class="figures">
      <thead>
        <tr>
          <th scope="col">{header}</th>
          <th scope="col">status</th>
          <th scope="col" class="right">
            time
          </th>
          <th scope="col">found</th>
        </tr>
      </thead>
      <tbody>
        {items.map(({ name, status, tone, time, reason }) => (
          <tr key={name}>
            <th scope="row">{shown(name)}</th>
            <td>
              <Badge tone={tone}>{status}</Badge>
            </td>
            <td class="right">{time}</td>
            <td>{shown(reason)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  </div>
);
