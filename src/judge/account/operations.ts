/** Questions about single operations. */
import type { Account, OperationRecord } from '../../model.js';

/** The row of an account that a committed operation read; undefined when it read none. */
export function readOf({ outcome }: OperationRecord, account: number): Account | undefined {
  return outcome.kind === 'committed' ? outcome.reads.find(({ id }) => id === account) : undefined;
}

/** Identifies an operation within a round: equal for every object that describes it. */
export const keyOf = ({ worker, sequence }: Pick<OperationRecord, 'worker' | 'sequence'>): string =>
  `${worker}:${sequence}`;

/** Each operation once. */
export const distinct = (operations: readonly OperationRecord[]): readonly OperationRecord[] => [
  ...new Map(operations.map((operation) => [keyOf(operation), operation])).values(),
];
