/** The environment variables that lead an application to a lane's database. */
import { keepOwnEnvironment } from '../../database/own-environment.js';
import { PORT_OF_NOTHING } from './closed-gates.js';
import { currentPlace } from './whose-code.js';

/** How an application connects through a gate. */
export interface LaneAddress {
  readonly port: number;
  readonly user: string;
  readonly password: string;
  readonly database: string;
}

/**
 * What code sees that is loaded only to find its cases: an address where no server is. A module that connects when it
 * is imported so never reaches a database of the user. Each lane loads the files anew, with its own address.
 */
export const NOWHERE: LaneAddress = {
  port: PORT_OF_NOTHING,
  user: 'race_lab',
  password: 'race_lab',
  database: 'race_lab',
};

export type Variables = Readonly<Record<string, string>>;

/** The URL of a lane. Between the application and the gate there is no TLS. */
export const urlOf = ({ port, user, password, database }: LaneAddress): string =>
  `postgres://${encodeURIComponent(user)}:${encodeURIComponent(password)}@127.0.0.1:${port}/${encodeURIComponent(database)}?sslmode=disable`;

/** `DATABASE_URL` and the variables of libpq. (Manual 34.15) */
export const variablesOf = (address: LaneAddress): Variables => ({
  DATABASE_URL: urlOf(address),
  PGHOST: '127.0.0.1',
  PGPORT: `${address.port}`,
  PGUSER: address.user,
  PGPASSWORD: address.password,
  PGDATABASE: address.database,
  PGSSLMODE: 'disable',
});

/** Those of these variables that are set. */
export function variablesIn(env: NodeJS.ProcessEnv): Variables {
  const names = Object.keys(variablesOf(NOWHERE));
  return Object.fromEntries(
    names.flatMap((name) => (env[name] === undefined ? [] : [[name, env[name]]])),
  );
}

/**
 * The variables of this process while a case is open. Code that knows its lane sees the variables of that lane,
 * whenever it reads them; all other code, those of the lane that was opened last.
 */
export class LaneVariables {
  /** Several cases may be open at once, when tests explore them so. */
  static readonly #open = new Set<LaneVariables>();
  /** What was there before the first one was opened. */
  static #before: { readonly env: NodeJS.ProcessEnv; readonly values: NodeJS.ProcessEnv } | null =
    null;
  #variables: Variables = {};

  constructor() {
    LaneVariables.#open.add(this);
    if (LaneVariables.#before !== null) return;
    const { env } = process;
    const values = { ...env };
    LaneVariables.#before = { env, values };
    keepOwnEnvironment(values);
    process.env = new Proxy(env, OF_THE_PLACE);
  }

  /** Sets what code sees that does not know its lane. */
  set(variables: Variables): void {
    this.#variables = variables;
    Object.assign(LaneVariables.#before?.env ?? {}, variables);
  }

  /** Puts back what was there before, or what another open case has set. */
  restore(): void {
    const before = LaneVariables.#before;
    if (!LaneVariables.#open.delete(this) || before === null) return;
    const { env, values } = before;
    const [other] = LaneVariables.#open;
    const next = other === undefined ? values : { ...values, ...other.#variables };
    for (const name of Object.keys(this.#variables)) {
      const value = next[name];
      if (value === undefined) delete env[name];
      else env[name] = value;
    }
    if (other !== undefined) return;
    process.env = env;
    LaneVariables.#before = null;
    keepOwnEnvironment(null);
  }
}

const OF_THE_PLACE: ProxyHandler<NodeJS.ProcessEnv> = {
  get(target, name) {
    const own = variablesOfPlace(name);
    return own === undefined ? Reflect.get(target, name) : own.get(String(name));
  },
  set(target, name, value) {
    const own = variablesOfPlace(name);
    if (own === undefined) return Reflect.set(target, name, String(value));
    own.set(String(name), String(value));
    return true;
  },
  deleteProperty(target, name) {
    const own = variablesOfPlace(name);
    if (own === undefined) return Reflect.deleteProperty(target, name);
    own.set(String(name), undefined);
    return true;
  },
};

/** Undefined: the place says nothing about this variable. */
function variablesOfPlace(name: string | symbol): Map<string, string | undefined> | undefined {
  const variables = currentPlace()?.variables;
  return variables?.has(String(name)) === true ? variables : undefined;
}

/** Does work while these variables are set for all code of the process. */
export async function withVariables<T>(variables: Variables, work: () => Promise<T>): Promise<T> {
  const set = new LaneVariables();
  set.set(variables);
  try {
    return await work();
  } finally {
    set.restore();
  }
}
