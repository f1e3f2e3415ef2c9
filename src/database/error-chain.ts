/** Errors as deep as they are: what an ORM wraps, and what the server said in it. */

/**
 * Where errors keep the one that they wrap: `cause` (the language, Drizzle, Prisma's adapters),
 * `original` and `parent` (Sequelize), `driverError` (TypeORM), `meta.driverAdapterError` (Prisma).
 * MikroORM keeps none: its errors are copies of the driver's.
 */
const LINKS = ['cause', 'original', 'parent', 'driverError', 'meta', 'driverAdapterError'];

/** Nobody wraps an error so often; whatever does is a circle of ever new objects. */
const MOST = 50;

/** An error and all that it wraps, from the outside in; each once, however they are linked. */
export function* errorsIn(error: unknown): Generator<object> {
  const found = new Set<object>();
  const add = (value: unknown) => {
    if (typeof value === 'object' && value !== null && found.size < MOST) found.add(value);
  };
  add(error);
  // A set is iterated over what is added meanwhile, too.
  for (const each of found) {
    yield each;
    for (const link of LINKS) add(property(each, link));
  }
}

/** PostgreSQL manual, appendix A: five digits or capitals. So are EPIPE and EBUSY. */
const SQLSTATE = /^[0-9A-Z]{5}$/;

/** Prisma's code for a failed raw query; its older engines put the SQLSTATE beside it. */
const RAW_QUERY_FAILED = 'P2010';

/**
 * The SQLSTATE that an error bears itself; undefined unless it is one that the server reported. A
 * code alone says nothing: a severity has to be there too, as in each error of the server.
 */
export function sqlstateIn(error: unknown): string | undefined {
  const code = property(error, 'code');
  if (typeof property(error, 'severity') === 'string') return sqlstate(code);
  if (code === RAW_QUERY_FAILED) return sqlstate(property(property(error, 'meta'), 'code'));
  // What Prisma's adapters make of the driver's error.
  const isMapped = typeof property(error, 'kind') === 'string';
  return isMapped ? sqlstate(property(error, 'originalCode')) : undefined;
}

const sqlstate = (code: unknown): string | undefined =>
  typeof code === 'string' && SQLSTATE.test(code) ? code : undefined;

/** What an error says, of whatever kind it is. */
export function messageOf(error: object): string {
  const message = property(error, 'message') ?? property(error, 'originalMessage');
  return typeof message === 'string' ? message : '';
}

/** Read with care: an error may be anything, and have getters that throw. */
function property(value: unknown, name: string): unknown {
  if (typeof value !== 'object' || value === null) return undefined;
  try {
    return Reflect.get(value, name);
  } catch {
    return undefined;
  }
}
