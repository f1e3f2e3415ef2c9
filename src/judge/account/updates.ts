import type { OperationRecord, Operations } from '../../model.js';

/** The effect of a committed operation on one account. */
export interface Effect {
  readonly operation: OperationRecord;
  /**
   * The signed amount. If one operation writes an account more than once, its last write carries
   * the amount, and those before it carry 0.
   */
  readonly by: number;
}

/** An effect that produced a version. */
export interface Update extends Effect {
  readonly version: number;
  /** The version this update builds on; always below its own. */
  readonly basis: number;
}

/**
 * The updates of one account, by the versions that they produced. Stored as numbers, because there
 * may be millions.
 */
export class Updates implements Iterable<Update> {
  readonly #operations: Operations;
  /** The account's version before the first of them. */
  readonly #start: number;
  /** The most versions that there can be. */
  readonly #most: number;
  /** In the order of the versions: the places of the operations that wrote them, counted from 1. */
  #places = new Uint32Array();
  #bases = new Float64Array();
  #amounts = new Float64Array();
  #length = 0;

  /**
   * @param start the account's version before the first of them
   * @param most the most versions that there can be; `enter` refuses later ones
   */
  constructor(operations: Operations, start: number, most: number) {
    this.#operations = operations;
    this.#start = start;
    this.#most = most;
  }

  /** The latest version that has an update; the start when none has. */
  get last(): number {
    return this.#start + this.#length;
  }

  /**
   * @param place the position of the operation, among all
   * @returns false if the account has no such version, or if the version already has an update
   */
  enter(place: number, version: number, basis: number, by: number): boolean {
    const index = version - this.#start - 1;
    if (!(index >= 0 && index < this.#most && Number.isInteger(index))) return false;
    if (index >= this.#places.length) this.#makeRoom(index + 1);
    if (this.#places[index] !== NONE) return false;
    this.#places[index] = place + 1;
    this.#bases[index] = basis;
    this.#amounts[index] = by;
    this.#length = Math.max(this.#length, index + 1);
    return true;
  }

  #makeRoom(least: number): void {
    // Most operations write an account once, if at all.
    const likely = Math.max(this.#operations.length, 2 * this.#places.length);
    const room = Math.min(this.#most, Math.max(least, likely));
    const [places, bases, amounts] = [this.#places, this.#bases, this.#amounts];
    this.#places = new Uint32Array(room);
    this.#bases = new Float64Array(room);
    this.#amounts = new Float64Array(room);
    this.#places.set(places);
    this.#bases.set(bases);
    this.#amounts.set(amounts);
  }

  /** The first version after the start, up to a given one, that has no update; null: none. */
  firstMissing(until: number): number | null {
    const index = this.#places.subarray(0, this.#length).indexOf(NONE);
    const version = index < 0 ? this.last + 1 : this.#start + 1 + index;
    return version <= until ? version : null;
  }

  /** The update that produced a version; undefined for the initial version. */
  at(version: number): Update | undefined {
    const index = version - this.#start - 1;
    const place = this.#places[index];
    const basis = this.#bases[index];
    const by = this.#amounts[index];
    if (place === undefined || basis === undefined || by === undefined) return undefined;
    if (place === NONE) return undefined;
    return new TracedUpdate(this.#operations, place - 1, version, basis, by);
  }

  /** Those after one version and before another, in order. */
  *between(after: number, before: number): Iterable<Update> {
    const end = Math.min(before, this.last + 1);
    for (let version = Math.max(after, this.#start) + 1; version < end; version += 1) {
      const update = this.at(version);
      if (update) yield update;
    }
  }

  [Symbol.iterator](): Iterator<Update> {
    return this.between(this.#start, this.last + 1)[Symbol.iterator]();
  }
}

/** The place of a version without an update. */
const NONE = 0;

/** Looks up its operation on access. */
class TracedUpdate implements Update {
  readonly #operations: Operations;
  readonly #place: number;
  readonly version: number;
  readonly basis: number;
  readonly by: number;

  constructor(operations: Operations, place: number, version: number, basis: number, by: number) {
    this.#operations = operations;
    this.#place = place;
    this.version = version;
    this.basis = basis;
    this.by = by;
  }

  get operation(): OperationRecord {
    const operation = this.#operations.at(this.#place);
    if (!operation) throw new RangeError('an update of no operation');
    return operation;
  }
}
