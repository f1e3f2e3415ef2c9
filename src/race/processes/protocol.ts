/** What the processes of a race say to each other, as plain data. */
import type { ConnectionTarget } from '../../database/address.js';
import type { ErrorTemplate } from '../../errors.js';
import type { DefinitionReference, RunPlan } from '../../model.js';
import type { RawRecord } from '../raw-record.js';

/** A plan without what no message can carry: code. */
export interface PlanData extends Omit<RunPlan, 'strategies' | 'scenario'> {
  readonly strategies: readonly DefinitionReference[];
  readonly scenario: DefinitionReference;
}

/** From the process that leads to each of the others; each is answered before the next. */
export type Order =
  | {
      readonly kind: 'open';
      /** From 1. */
      readonly process: number;
      readonly plan: PlanData;
      readonly target: ConnectionTarget;
      readonly schema: string;
      /** What to do when the server has too few connections; a sentence. */
      readonly remedy: string;
    }
  | { readonly kind: 'prepare'; readonly strategy: string; readonly round: number }
  /** @see monotonicMs for the clock */
  | { readonly kind: 'race'; readonly startAt: number }
  /** All is done: the last moment to tell of an error that nobody waited for. */
  | { readonly kind: 'finish' };

/** What answers an order, or comes before the answer. */
export type MemberReport =
  /** @property pids the server processes behind its sessions */
  | { readonly kind: 'opened'; readonly pids: readonly number[] }
  | { readonly kind: 'prepared' }
  | { readonly kind: 'finished' }
  /** How it is getting on; no answer. */
  | MemberProgress
  /** A session was lost; no answer. */
  | { readonly kind: 'lost'; readonly pid: number }
  /** A part of what was recorded; no answer. */
  | { readonly kind: 'records'; readonly records: readonly RawRecord[] }
  | {
      readonly kind: 'raced';
      readonly cutShort: boolean;
      /** The server processes behind the sessions that are lost by now. */
      readonly lostPids: readonly number[];
    }
  | { readonly kind: 'failed'; readonly failure: Failure };

/** What has happened since the last time. */
export interface MemberProgress {
  readonly kind: 'progress';
  /** How many operations ended. */
  readonly operations: number;
  /** How many statements were answered, in all. */
  readonly answers: number;
  /** The server processes that have been silent for long although a statement waits for its answer. */
  readonly silentPids: readonly number[];
}

/** An error, as another process can throw it again. */
export type Failure =
  | ({ readonly kind: 'usage' | 'environment' } & ErrorTemplate)
  /** @property strategy whose code is wrong */
  | ({ readonly kind: 'strategy'; readonly strategy: string } & ErrorTemplate)
  | { readonly kind: 'lost session'; readonly message: string }
  | { readonly kind: 'defect'; readonly message: string; readonly stack?: string };
