/**
 * Whether a strategy or a scenario may be called that: lower-case words with hyphens. A comma or a
 * colon in it would make two names, or an expectation, of one; `all` stands for all of them.
 */
export const isName = (value: unknown): value is string =>
  typeof value === 'string' && /^[a-z][a-z0-9]*(-[a-z0-9]+)*$/.test(value) && value !== 'all';
