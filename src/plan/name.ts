/**
 * Whether a value is a valid name of a strategy or a scenario: lower-case words with hyphens. A
 * comma separates names, a colon begins the rule of an expectation, and `all` means all of them.
 */
export const isName = (value: unknown): value is string =>
  typeof value === 'string' && /^[a-z][a-z0-9]*(-[a-z0-9]+)*$/.test(value) && value !== 'all';
