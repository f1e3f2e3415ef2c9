/** The environment variables that lead an application to a lane's database. */
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
  port: 1,
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

/**
 * The variables of this process while a case is open. Code that knows its lane sees the variables of that lane,
 * whenever it reads them; all other code, those of the lane that was opened last.
 */
export class LaneVariables {
  readonly #environment = process.env;
  readonly #before = { ...process.env };

  constructor() {
    process.env = new Proxy(this.#environment, OF_THE_PLACE);
  }

  /** Sets what code sees that does not know its lane. */
  set(variables: Variables): void {
    Object.assign(this.#environment, variables);
  }

  /** Puts everything back as it was, also what the code of the case has changed. */
  restore(): void {
    process.env = this.#environment;
    for (const name of Object.keys(process.env)) {
      if (!(name in this.#before)) delete process.env[name];
    }
    for (const [name, value] of Object.entries(this.#before)) {
      if (process.env[name] !== value) process.env[name] = value;
    }
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
