import type { CaseResult, IsolationLevel } from '../model.js';
import type { NamedCase } from '../plan/case-rules.js';

/** Whether that was found for the case at this level. @param level null: that of the server */
export const isResultOf = (
  { case: name, reference, isolation }: Pick<CaseResult, 'case' | 'reference' | 'isolation'>,
  the: NamedCase,
  level: IsolationLevel | null,
): boolean => name === the.name && reference === the.reference && isolation === level;
