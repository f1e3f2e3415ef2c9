/**
 * The codes of errors. A code is stable: a program can rely on it, while the text of a message may
 * change. docs/errors.md lists what to do about each.
 */
export const ERROR_CODES = [
  /** The value of an option has a wrong type, is out of range, or is not what the option takes. */
  'INVALID_VALUE',
  /** There is no option of that name. */
  'UNKNOWN_OPTION',
  /** Options exclude each other, or their values do not go together. */
  'OPTION_CONFLICT',
  /** An option that the call cannot do without was left out. */
  'MISSING_OPTION',
  /** The command line has a flag, a command or an argument that race-lab does not take. */
  'INVALID_COMMAND_LINE',
  /** No strategy has that name. */
  'UNKNOWN_STRATEGY',
  /** No scenario has that name. */
  'UNKNOWN_SCENARIO',
  /** Two strategies, or two scenarios, have the same name. */
  'DUPLICATE_NAME',
  /** A rule of `expect` is not a rule, or not one that can be judged here. */
  'INVALID_RULE',
  /** The text of a schedule is not the letters of its workers. */
  'INVALID_SCHEDULE',
  /** A schedule is well-formed, but the strategy cannot follow it. */
  'SCHEDULE_NOT_FOLLOWED',
  /** The address of the server is not a PostgreSQL URL, or asks for what is not supported. */
  'INVALID_URL',
  /** A file that was named is not there, cannot be read, or cannot be loaded. */
  'FILE_NOT_LOADED',
  /** A file was loaded, and does not export the strategy or the scenario that was asked for. */
  'NOT_EXPORTED',
  /** A strategy or a scenario is not defined as it has to be. */
  'INVALID_DEFINITION',
  /** There is no config of `race-lab check` here, or more than one. */
  'CONFIG_NOT_FOUND',
  /** A config of `race-lab check` cannot be read, or has a wrong shape. */
  'INVALID_CONFIG',
  /** No experiment of the config has that text in its name. */
  'UNKNOWN_EXPERIMENT',
  /** An assertion or a matcher was given something else than a report. */
  'NOT_A_REPORT',
  /** A report has no expectations that could be met. */
  'NO_EXPECTATIONS',
  /** A file cannot be written. */
  'FILE_NOT_WRITTEN',
  /** The output of the command cannot be written. */
  'OUTPUT_NOT_WRITTEN',
  /** The server cannot be reached, or does not accept the connection. */
  'CANNOT_CONNECT',
  /** The connection to the server was lost. */
  'SERVER_LOST',
  /** The server allows fewer connections than the work needs. */
  'TOO_FEW_CONNECTIONS',
  /** The address leads to a connection pool that does not keep a session for its client. */
  'UNSUITABLE_POOL',
  /** The server is older than the oldest PostgreSQL that is supported. */
  'SERVER_TOO_OLD',
  /** The server refused, or failed, a statement of race-lab itself. */
  'SERVER_FAILED',
  /** No schema could be created on the server. */
  'SCHEMA_NOT_CREATED',
  /** The schema could not be dropped afterwards, and is still there. */
  'SCHEMA_NOT_DROPPED',
  /** A session that is not race-lab's holds a lock that the work needs. */
  'BLOCKED_BY_OTHERS',
  /** The embedded PostgreSQL is not installed, or cannot run on this machine or for this user. */
  'EMBEDDED_UNAVAILABLE',
  /** The embedded PostgreSQL could not be prepared or started. */
  'EMBEDDED_FAILED',
  /** A disk is full. */
  'DISK_FULL',
  /** The system allows fewer open files than the work needs. */
  'TOO_FEW_OPEN_FILES',
  /** The run did not end within its timeout. */
  'TIMED_OUT',
  /** A process that some of the workers run in has ended. */
  'PROCESS_DIED',
  /** The code of a strategy is wrong, so nothing can be said of it. */
  'STRATEGY_DEFECT',
  /** The code of a scenario is wrong, so no operation can be drawn. */
  'SCENARIO_DEFECT',
  /** A promise was rejected and no code waited for it. */
  'UNHANDLED_REJECTION',
] as const;

/** What an error is, for programs: one of {@link ERROR_CODES}. */
export type ErrorCode = (typeof ERROR_CODES)[number];
