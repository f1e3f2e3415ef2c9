/** The messages between the processes of a race, as plain data. */
import type { ConnectionTarget } from '../../database/address.js';
import type { ErrorTemplate } from '../../errors.js';
import type { DefinitionReference, RunPlan } from '../../model.js';
import type { RawRecord } from '../raw-record.js';

/** A plan without code, because a message cannot contain functions. */
export interface PlanData extends Omit<RunPlan, 'strategies' | 'scenario'> {
  readonly strategies: readonly DefinitionReference[];
  readonly scenario: DefinitionReference;
}

/** A message from the leading process to another one. Each order is answered before the next is sent. */
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
  /** The race is over. The answer is the last chance to report an unhandled error. */
  | { readonly kind: 'finish' };

/** A message to the leading process: the answer to an order, or a report before it. */
export type MemberReport =
  /** @property pids the backends of its sessions */
  | { readonly kind: 'opened'; readonly pids: readonly number[] }
  | { readonly kind: 'prepared' }
  | { readonly kind: 'finished' }
  /** Progress; not an answer. */
  | MemberProgress
  /** A session was lost; not an answer. */
  | { readonly kind: 'lost'; readonly pid: number }
  /** A part of the records; not an answer. */
  | { readonly kind: 'records'; readonly records: readonly RawRecord[] }
  | {
      readonly kind: 'raced';
      readonly cutShort: boolean;
      /** The backends of the sessions that are lost by now. */
      readonly lostPids: readonly number[];
    }
  | { readonly kind: 'failed'; readonly failure: Failure };

/** The progress since the last report. */
interface MemberProgress {
  readonly kind: 'progress';
  /** How many operations ended. */
  readonly operations: number;
  /** How many statements were answered since the start. */
  readonly answers: number;
  /** The backends that have not answered a statement for long. */
  readonly silentPids: readonly number[];
}

/** An error as data, which another process can throw again. */
export type Failure =
  | ({ readonly kind: 'usage' | 'environment' } & ErrorTemplate)
  /** @property strategy whose code is wrong */
  | ({ readonly kind: 'strategy'; readonly strategy: string } & ErrorTemplate)
  | { readonly kind: 'lost session'; readonly message: string }
  | { readonly kind: 'defect'; readonly message: string; readonly stack?: string };
