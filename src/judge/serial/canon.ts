/** Ends of schedules as short keys, equal for ends that differ only in what is masked. */
import type { Ending, JsonValue } from '../../model.js';
import { columnName, type CaseEnd, type TableEnd, type TableShape } from './end.js';
import type { Interner } from './interner.js';
import type { Mask, Masking } from './mask.js';
import { messageOf, withoutNoise } from './message-noise.js';
import { isList, isRecord, itemPath, propertyPath, RESULT } from './result-noise.js';
import { comparisonOf, type TableComparison } from './row-texts.js';
import { colorsOf, rowsText } from './rows.js';

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

  /** Equal for failures of the same kind. */
  failureKey(ending: Extract<Ending, { kind: 'failed' }>): string {
    const message = messageOf(ending);
    return message === null ? ending.sqlstate : `: ${withoutNoise(message, this.mask.messages)}`;
  }

  /** Equal for equal rows. */
  rowsKey(tables: readonly TableEnd[]): number {
    return this.#interner.numberOf(rowsText(tables, this.comparisons, this.#interner));
  }

  /** Equal for equal endings and rows. */
  outcomeKey({ endings, tables }: Pick<CaseEnd, 'endings' | 'tables'>): string {
    const keys = endings.map((ending, index) => this.endingKey(index + 1, ending));
    return `${this.rowsKey(tables)}/${this.#interner.numberOf(JSON.stringify(keys))}`;
  }

  /** @see colorsOf */
  rowColors(tables: readonly TableEnd[]): ReadonlyMap<number, readonly number[]> {
    return colorsOf(tables, this.comparisons, this.#interner);
  }

  /**
   * The names of what is not compared, as `ignore` has them. Foreign keys that are compared by the row
   * that they point to are not among them.
   */
  masked(workers: number): readonly string[] {
    const names = new Set<string>();
    for (const { shape, followed } of this.comparisons) {
      const replaced = new Set(followed.flatMap(({ columns }) => columns));
      for (const [position] of shape.columns.entries()) {
        const name = columnName(shape, position);
        if (this.mask.columns.has(name) && !replaced.has(position)) names.add(name);
      }
    }
    for (let worker = 1; worker <= workers; worker += 1) {
      for (const path of this.mask.results(worker).keys()) names.add(path);
    }
    for (const { text } of this.mask.messages) names.add(`message “${text}”`);
    return [...names].toSorted();
  }

  #resultText(worker: number, value: JsonValue): string {
    return resultText(value, RESULT, this.mask.results(worker));
  }
}

const MASKED = '…';

/** JSON with sorted names. What is masked is replaced by something that is not JSON. */
function resultText(value: JsonValue, path: string, mask: ReadonlyMap<string, Masking>): string {
  const masking = mask.get(path);
  if (masking === 'all' || (masking === 'value' && value !== null)) return MASKED;
  if (isList(value)) {
    const inside = itemPath(path);
    return `[${value.map((item) => resultText(item, inside, mask)).join()}]`;
  }
  if (isRecord(value)) {
    const parts = Object.keys(value)
      .toSorted()
      .map((name) => {
        const text = resultText(value[name] ?? null, propertyPath(path, name), mask);
        return `${JSON.stringify(name)}:${text}`;
      });
    return `{${parts.join()}}`;
  }
  return JSON.stringify(value);
}
