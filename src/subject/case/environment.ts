/** The environment variables that lead an application to a lane's database. */

/** How an application connects through a gate. */
export interface LaneAddress {
  readonly port: number;
  readonly user: string;
  readonly password: string;
  readonly database: string;
}

/** The URL of a lane. Between the application and the gate there is no TLS. */
export const urlOf = ({ port, user, password, database }: LaneAddress): string =>
  `postgres://${encodeURIComponent(user)}:${encodeURIComponent(password)}@127.0.0.1:${port}/${encodeURIComponent(database)}?sslmode=disable`;

/** `DATABASE_URL` and the variables of libpq. (Manual 34.15) */
export const variablesOf = (address: LaneAddress): Readonly<Record<string, string>> => ({
  DATABASE_URL: urlOf(address),
  PGHOST: '127.0.0.1',
  PGPORT: `${address.port}`,
  PGUSER: address.user,
  PGPASSWORD: address.password,
  PGDATABASE: address.database,
  PGSSLMODE: 'disable',
});

/**
 * Sets variables of this process.
 * @returns a function that puts back what was there before
 */
export function setVariables(variables: Readonly<Record<string, string>>): () => void {
  const before = Object.keys(variables).map((name) => [name, process.env[name]] as const);
  Object.assign(process.env, variables);
  return () => {
    for (const [name, value] of before) {
      if (value === undefined) delete process.env[name];
      else process.env[name] = value;
    }
  };
}
