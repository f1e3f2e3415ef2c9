import type { Case, CaseResult } from '../../model.js';

/** What identifies the case of a result. */
export const caseIdentity = (the: Case): Pick<CaseResult, 'case' | 'reference' | 'workers'> => ({
  case: the.name,
  ...(the.reference === undefined ? {} : { reference: the.reference }),
  workers: the.workers.map(({ name }) => name),
});
