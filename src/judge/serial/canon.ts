/** Ends of schedules as short keys, equal for ends that differ only in what is masked. */
import type { Ending, JsonValue } from '../../model.js';
import { columnName, type ComparedEnd, type TableShape } from './end.js';
import type { Interner } from './interner.js';
import { isPartOf } from './column-parts.js';
import { reorderedIn } from './item-order.js';
import { jsonText, nameInText } from './json-text.js';
import type { Mask } from './mask.js';
import type { Masking } from './masking.js';
import { messageOf, withoutNoise } from './message-noise.js';
import { RESULT } from './result-noise.js';
import { comparisonOf, type TableComparison } from './row-texts.js';
import { colorsOf, rowsText, type RowsComparison } from './rows.js';

/** How ends are compared under a mask. */
export class Canon {
  readonly mask: Mask;
  /** By table, in the order of the tables. */
  readonly comparisons: readonly TableComparison[];
  readonly #interner: Interner;

  /** @param interner keys of two canons with the same one are equal only for equal outcomes */
  constructor(shapes: readonly TableShape[], mask: Mask, interner: Interner) {
    const byName = new Map(shapes.map((shape) => [shape.name, shape]));
    this.mask = mask;
    this.#interner = interner;
    this.comparisons = shapes.map((shape) => comparisonOf(shape, mask, byName));
  }

  /** Equal for equal endings of the same worker. */
  endingKey(worker: number, ending: Ending | null): string {
    switch (ending?.kind) {
      case undefined:
        return '-';
      case 'returned':
        return `returned ${this.#resultText(worker, ending.value)}`;
      case 'refused':
        return `refused ${withoutNoise(ending.message, this.mask.messages)}`;
      case 'failed':
        return `failed ${this.failureKey(ending)}`;
      default:
        return ending satisfies never;
    }
  }

  /**
   * The arrays whose items have another order in the other ending, such as `result.rows`.
   * @returns null when something else differs, too
   */
  reordered(worker: number, one: Ending, other: Ending): readonly string[] | null {
    if (one.kind !== 'returned' || other.kind !== 'returned') return null;
    const mask = this.mask.results(worker);
    const paths = reorderedIn(one.value, other.value, (value, path) => jsonText(value, path, mask));
    return paths?.length === 0 ? null : paths;
  }

  /** Equal for failures of the same kind. */
  failureKey(ending: Extract<Ending, { kind: 'failed' }>): string {
    const message = messageOf(ending);
    return message === null ? ending.sqlstate : `: ${withoutNoise(message, this.mask.messages)}`;
  }

  /** Equal for equal endings and rows. */
  outcomeKey(end: ComparedEnd): string {
    const keys = end.endings.map((ending, index) => this.endingKey(index + 1, ending));
    const rows = this.#interner.numberOf(rowsText(end.tables, this.#rowsIn(end)));
    return `${rows}/${this.#interner.numberOf(JSON.stringify(keys))}`;
  }

  /** @see colorsOf */
  rowColors(end: ComparedEnd): ReadonlyMap<number, readonly number[]> {
    return colorsOf(end.tables, this.#rowsIn(end));
  }

  /** The rows that the results of a worker name, as texts, and what else in the results names the same ones. */
  namedTexts(worker: number, end: ComparedEnd): readonly string[] {
    const named = this.mask.inferred.namedIn(end);
    return named.flatMap((name) => {
      if (name.worker !== worker) return [];
      const { place, table, row } = name;
      const alike = named.filter((each) => each.table === table && each.row === row);
      const values = end.tables[table]?.rows[row];
      const text = values === undefined ? '' : this.comparisons[table]?.textOf(values);
      const places = alike.map((each) => `${each.worker} ${each.place}`);
      return [[place, text, ...places].join('\0')];
    });
  }

  #rowsIn(end: ComparedEnd): RowsComparison {
    const named = this.mask.inferred.namedIn(end);
    return { comparisons: this.comparisons, interner: this.#interner, named };
  }

  /**
   * The names of what is not compared, as `ignore` has them. What is compared by the row that it names is not
   * among them.
   */
  masked(workers: number): readonly string[] {
    const names = new Set<string>();
    for (const { shape, followed } of this.comparisons) {
      const replaced = new Set(followed.flatMap(({ columns }) => columns));
      for (const [position] of shape.columns.entries()) {
        const name = columnName(shape, position);
        if (replaced.has(position)) continue;
        for (const masked of maskedIn(name, this.mask.columns)) names.add(masked);
      }
    }
    for (let worker = 1; worker <= workers; worker += 1) {
      for (const [path, masking] of this.mask.results(worker)) {
        if (this.mask.inferred.hasResult(worker, path)) continue;
        for (const masked of listedAs(path, masking)) names.add(masked);
      }
    }
    for (const { text } of this.mask.messages) names.add(nameInText('message', text));
    return [...names].toSorted();
  }

  #resultText(worker: number, value: JsonValue): string {
    return jsonText(value, RESULT, this.mask.results(worker));
  }
}

/** A column, or the parts of it that are masked. */
const maskedIn = (column: string, columns: Mask['columns']): readonly string[] =>
  [...columns]
    .filter(([name]) => name === column || (!columns.has(column) && isPartOf(name, column)))
    .flatMap(([name, masking]) => listedAs(name, masking));

/** A column or a part, or the texts in which something is masked: `log.line “left 10 at …”`. */
const listedAs = (name: string, masking: Masking): readonly string[] =>
  typeof masking === 'object' ? masking.texts.map((text) => nameInText(name, text)) : [name];
