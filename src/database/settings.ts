/** The settings of a session on which a strategy's behaviour and an exploration's speed depend. */

/** Sets first what could break {@link SET_ALL}. */
export const SET_FIRST = 'set statement_timeout to 0; set search_path to pg_catalog';

/**
 * The settings of every session. They override the defaults of the server, the database, the role and the
 * URL. race-lab's table is tiny, while a service's is large. Without sequential scans, rows are read through
 * the primary key, and serializable transactions lock rows (SIREAD) rather than the whole table. Plans without
 * an index then have such a high cost that `jit` would compile each of them, which takes 30 ms.
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

/** Settings that exist only since PostgreSQL 14 and 17. */
const NEWER: Readonly<Record<string, string>> = {
  idle_session_timeout: '0',
  transaction_timeout: '0',
};

const set = (name: string, value: string) => `set_config('${name}', ${value}, false)`;

/**
 * A statement that sets all settings, after {@link SET_FIRST}, and returns the backend's pid.
 * $1: the schema for unqualified names; an empty string: only the catalog.
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
    // The trigger that raises versions needs `origin`. Only a superuser can have another value.
    `case when current_setting('session_replication_role') <> 'origin'
          then ${set('session_replication_role', `'origin'`)} end`,
    set('lock_timeout', '$2'),
    set('application_name', `rtrim('race-lab ' || $1)`),
    set('search_path', '$1'),
  ].join(',\n         ')}`;
