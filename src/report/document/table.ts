import type { Verdict } from '../../model.js';
import type { Table } from './blocks.js';
import type { Column } from './column.js';
import { verdictWord, type Failable } from './failure.js';
import { toneOfVerdict } from './tones.js';

type Row = Failable & { readonly verdict: Verdict };

type Options = Pick<Table, 'essentialRank' | 'footnote' | 'notes'> & {
  /** Left out: a page shows every column. */
  readonly pageRank?: number;
  /** Keys of columns that the rest of the document shows too. */
  readonly shownBelow?: readonly string[];
};

/** Results as a table, with the columns that have a rank. The verdict sets the tone of its cell. */
export function tableOf<R extends Row>(
  rows: readonly R[],
  columns: readonly Column<R>[],
  { pageRank = Number.MAX_SAFE_INTEGER, shownBelow = [], ...options }: Options,
): Table {
  const ranked = columns.flatMap((column) =>
    column.rank === undefined ? [] : [{ ...column, rank: column.rank }],
  );
  return {
    kind: 'table',
    columns: ranked.map(({ key, header, align, rank }) => ({
      header,
      align,
      rank,
      isShownBelow: shownBelow.includes(key),
    })),
    rows: rows.map((row) =>
      ranked.map((column) => ({
        text: column.text(row),
        tone: column.key === 'verdict' ? toneOfVerdict(verdictWord(row)) : null,
      })),
    ),
    pageRank,
    ...options,
  };
}
