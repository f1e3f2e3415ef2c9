/** Reads the errors that an ORM wraps, down to the server's own. */

/**
 * The properties that hold a wrapped error: `cause` (the language, Drizzle, Prisma's adapters),
 * `original` and `parent` (Sequelize), `driverError` (TypeORM), `meta.driverAdapterError` (Prisma).
 * MikroORM has none: its errors are copies of the driver's.
 */
const LINKS = ['cause', 'original', 'parent', 'driverError', 'meta', 'driverAdapterError'];

/** No ORM wraps an error this often. A longer chain comes from a getter that returns new objects. */
const MOST = 50;

/** Yields an error and all errors that it wraps, from the outside in, each once. */
export function* errorsIn(error: unknown): Generator<object> {
  const found = new Set<object>();
  const add = (value: unknown) => {
    if (typeof value === 'object' && value !== null && found.size < MOST) found.add(value);
  };
  add(error);
  // The iteration over a set includes elements that are added during it.
  for (const each of found) {
    yield each;
    for (const link of LINKS) add(property(each, link));
  }
}

/** PostgreSQL manual, appendix A: five digits or capitals. EPIPE and EBUSY match too. */
const SQLSTATE = /^[0-9A-Z]{5}$/;

/** Prisma's code for a failed raw query. Its older engines put the SQLSTATE into `meta.code`. */
const RAW_QUERY_FAILED = 'P2010';

/**
 * The SQLSTATE of this error itself; undefined when the server did not report it. A code alone proves
 * nothing: every error of the server also has a severity.
 */
export function sqlstateIn(error: unknown): string | undefined {
  const code = property(error, 'code');
  if (typeof property(error, 'severity') === 'string') return sqlstate(code);
  if (code === RAW_QUERY_FAILED) return sqlstate(property(property(error, 'meta'), 'code'));
  // Prisma's adapters map the driver's error to this form.
  const isMapped = typeof property(error, 'kind') === 'string';
  return isMapped ? sqlstate(property(error, 'originalCode')) : undefined;
}

const sqlstate = (code: unknown): string | undefined =>
  typeof code === 'string' && SQLSTATE.test(code) ? code : undefined;

/** The message of any error; empty: none. */
export function messageOf(error: object): string {
  const message = property(error, 'message') ?? property(error, 'originalMessage');
  return typeof message === 'string' ? message : '';
}

/**
 * What the innermost of the errors that an error wraps says: its message, or else its code; empty: nothing. Node.js reports a
 * connection that fails for several addresses as one error without a message; here, the first counts.
 */
export function innermostMessage(error: unknown): string {
  const [, ...wrapped] = [...errorsIn(error)].flatMap(withFirstOf);
  return wrapped.map(messageOrCode).findLast((text) => text !== '') ?? '';
}

function messageOrCode(error: object): string {
  const code = property(error, 'code');
  return messageOf(error) || (typeof code === 'string' ? code : '');
}

/** An error, and the first of those that it gathers. */
function withFirstOf(error: object): readonly object[] {
  const gathered = property(error, 'errors');
  const first: unknown = Array.isArray(gathered) ? gathered[0] : undefined;
  return typeof first === 'object' && first !== null ? [error, first] : [error];
}

/** Reads a property. An error can be any value, and its getters may throw. */
export function property(value: unknown, name: string): unknown {
  if (typeof value !== 'object' || value === null) return undefined;
  try {
    return Reflect.get(value, name);
  } catch {
    return undefined;
  }
}
