import type { CaseResult, IsolationLevel } from '../model.js';
import type { NamedCase } from '../plan/case-rules.js';

/** Whether that was found for the case, at whatever level. */
export const isAboutCase = (
  { case: name, reference }: Pick<CaseResult, 'case' | 'reference'>,
  the: NamedCase,
): boolean => name === the.name && reference === the.reference;

/** Whether that was found for the case at this level. @param level null: that of the server */
export const isResultOf = (
  result: Pick<CaseResult, 'case' | 'reference' | 'isolation'>,
  the: NamedCase,
  level: IsolationLevel | null,
): boolean => isAboutCase(result, the) && result.isolation === level;
