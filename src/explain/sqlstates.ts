/** The condition names of the SQLSTATEs that strategies can get. (Manual, appendix A) */
const CONDITIONS: Readonly<Record<string, string>> = {
  '23514': 'check violation',
  '40001': 'serialization failure',
  '40P01': 'deadlock detected',
  '55P03': 'lock not available',
};

/** Such as `40001 (serialization failure)`. */
export function describeSqlstate(code: string): string {
  const condition = CONDITIONS[code];
  return condition ? `${code} (${condition})` : code;
}
