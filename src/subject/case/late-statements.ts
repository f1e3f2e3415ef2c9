import type { StatementParser } from '../../gate/wire/housekeeping.js';
import type { StatementEffect } from '../../gate/wire/statement-effect.js';

/** Late statements of each effect that are remembered: one is enough to name it. */
const MOST = 10;

/** The steps that came while no schedule was run, or that no worker can have awaited. */
export class LateStatements {
  readonly #parser: Pick<StatementParser, 'effectOf'>;
  /** While the application is opened, what it sends is not late. */
  #isPaused = false;
  readonly #byEffect = new Map<StatementEffect, Set<string>>();

  constructor(parser: Pick<StatementParser, 'effectOf'>) {
    this.#parser = parser;
  }

  get isEmpty(): boolean {
    return this.#byEffect.size === 0;
  }

  /** Whether one of them may have changed rows. */
  get mayChange(): boolean {
    return this.with('changes').length + this.with('bounds').length > 0;
  }

  /** Those with an effect. */
  with(effect: StatementEffect): readonly string[] {
    return [...(this.#byEffect.get(effect) ?? [])];
  }

  /** Notes nothing that comes during this work, such as what opens an application. */
  async except(work: () => Promise<void>): Promise<void> {
    this.#isPaused = true;
    try {
      await work();
    } finally {
      this.#isPaused = false;
    }
  }

  note(sql: string): void {
    if (this.#isPaused) return;
    const effect = this.#parser.effectOf(sql);
    const known = this.#byEffect.get(effect) ?? new Set();
    this.#byEffect.set(effect, known);
    if (known.size < MOST) known.add(sql);
  }

  clear(): void {
    this.#byEffect.clear();
  }
}
