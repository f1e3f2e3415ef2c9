/** The settings of a session that a strategy's meaning and an exploration's speed rest on. */

/** What could stop or mislead the statement that sets all others. */
export const SET_FIRST = 'set statement_timeout to 0; set search_path to pg_catalog';

/**
 * What every session is set to, whatever defaults the server, the database, the role or the URL carry.
 * The lab's table is tiny; a service's is not. Without sequential scans its rows are read through the
 * primary key, and serializable transactions remember rows rather than the whole table. Plans without
 * an index are then so expensive that `jit` would compile each of them, which takes 30 ms.
 */
const SETTINGS: Readonly<Record<string, string>> = {
  default_transaction_isolation: 'read committed',
  default_transaction_read_only: 'off',
  default_transaction_deferrable: 'off',
  idle_in_transaction_session_timeout: '0',
  enable_seqscan: 'off',
  enable_indexscan: 'on',
  jit: 'off',
  plan_cache_mode: 'auto',
  datestyle: 'ISO, MDY',
  intervalstyle: 'postgres',
  timezone: 'UTC',
  extra_float_digits: '1',
  standard_conforming_strings: 'on',
};

/** Settings that not every version has. (They came with 14 and 17.) */
const NEWER: Readonly<Record<string, string>> = {
  idle_session_timeout: '0',
  transaction_timeout: '0',
};

const set = (name: string, value: string) => `set_config('${name}', ${value}, false)`;

/**
 * A statement that sets all of it, after {@link SET_FIRST}, and returns the session's process.
 * $1: the schema in which unqualified names are looked up; an empty text: only the catalog.
 * $2: how long a statement waits for a lock, with its unit; 0: for ever.
 */
export const SET_ALL = `
  select ${[
    'pg_backend_pid() as pid',
    ...Object.entries(SETTINGS).map(([name, value]) => set(name, `'${value}'`)),
    ...Object.entries(NEWER).map(
      ([name, value]) =>
        `case when current_setting('${name}', true) is not null then ${set(name, `'${value}'`)} end`,
    ),
    // Without triggers no version would be raised. Only a superuser may have it otherwise.
    `case when current_setting('session_replication_role') <> 'origin'
          then ${set('session_replication_role', `'origin'`)} end`,
    set('lock_timeout', '$2'),
    set('application_name', `rtrim('race-lab ' || $1)`),
    set('search_path', '$1'),
  ].join(',\n         ')}`;
