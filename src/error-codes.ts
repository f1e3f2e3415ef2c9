/**
 * The codes of errors. A code is stable: a program can rely on it, while the text of a message may
 * change. docs/errors.md lists what to do about each.
 */
export const ERROR_CODES = [
  /** The value of an option has a wrong type, is out of range, or is not one that the option accepts. */
  'INVALID_VALUE',
  /** There is no option of that name. */
  'UNKNOWN_OPTION',
  /** Options exclude each other, or their values contradict each other. */
  'OPTION_CONFLICT',
  /** A required option is missing. */
  'MISSING_OPTION',
  /** The command line has a flag, a command or an argument that race-lab does not know. */
  'INVALID_COMMAND_LINE',
  /** No strategy has that name. */
  'UNKNOWN_STRATEGY',
  /** No scenario has that name. */
  'UNKNOWN_SCENARIO',
  /** Two strategies, scenarios or cases have the same name. */
  'DUPLICATE_NAME',
  /** A rule of `expect` has no valid form, or cannot be judged here. */
  'INVALID_RULE',
  /** The text of a schedule does not consist of the letters of its workers. */
  'INVALID_SCHEDULE',
  /** A schedule is well-formed, but it cannot be followed; or a step by hand cannot be taken. */
  'SCHEDULE_NOT_FOLLOWED',
  /** The address of the server is not a PostgreSQL URL, or uses an unsupported parameter. */
  'INVALID_URL',
  /** A file does not exist, cannot be read, or cannot be loaded. */
  'FILE_NOT_LOADED',
  /** A file was loaded, but does not export the requested strategy, scenario or case. */
  'NOT_EXPORTED',
  /** The definition of a strategy, a scenario or a case is invalid. */
  'INVALID_DEFINITION',
  /** There is nothing here for `race-lab check`: no config and no case; or more than one config. */
  'CONFIG_NOT_FOUND',
  /** A config of `race-lab check` cannot be read, or has a wrong shape. */
  'INVALID_CONFIG',
  /** No experiment of the config has a name that contains this text. */
  'UNKNOWN_EXPERIMENT',
  /** An assertion or a matcher received something other than a report. */
  'NOT_A_REPORT',
  /** A report has no expectations to check. */
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
  /** The address is that of a pool that shares server sessions, or that leads to only one database. */
  'UNSUITABLE_POOL',
  /** The server is older than the oldest supported PostgreSQL. */
  'SERVER_TOO_OLD',
  /** A statement of race-lab itself failed on the server. */
  'SERVER_FAILED',
  /** No schema could be created on the server. */
  'SCHEMA_NOT_CREATED',
  /** The schema could not be dropped at the end, and still exists. */
  'SCHEMA_NOT_DROPPED',
  /** No database for a case could be created on the server. */
  'DATABASE_NOT_CREATED',
  /** The databases of cases could not be dropped at the end, and still exist. */
  'DATABASE_NOT_DROPPED',
  /** A session of another program holds a lock that race-lab needs. */
  'BLOCKED_BY_OTHERS',
  /** The embedded PostgreSQL is not installed, or cannot run on this machine or for this user. */
  'EMBEDDED_UNAVAILABLE',
  /** The embedded PostgreSQL could not be prepared or started. */
  'EMBEDDED_FAILED',
  /** A disk is full. */
  'DISK_FULL',
  /** The system allows fewer open files than the work needs. */
  'TOO_FEW_OPEN_FILES',
  /** The run did not end within its timeout, or no step by hand was taken for too long. */
  'TIMED_OUT',
  /** A process that some of the workers run in has ended. */
  'PROCESS_DIED',
  /** The code of a strategy is wrong, so it cannot be judged. */
  'STRATEGY_DEFECT',
  /** A case, or the code that it runs, is wrong, so it cannot be judged. */
  'CASE_DEFECT',
  /** The code of a scenario is wrong, so no operation can be drawn. */
  'SCENARIO_DEFECT',
  /** The service cannot listen on that address or port. */
  'CANNOT_LISTEN',
  /** There is no lab of that name on the server, or its tables are not those of this version. */
  'LAB_NOT_FOUND',
  /** A request to the service is not as the service takes it. */
  'INVALID_REQUEST',
  /** A request to the service comes from another site, or was meant for another host. */
  'FOREIGN_REQUEST',
  /** The service has nothing under that path. */
  'NOT_FOUND',
  /** The bank of the service has no such account. */
  'ACCOUNT_NOT_FOUND',
  /** The strategy needs a constraint that the account does not have. */
  'CONSTRAINT_MISSING',
  /** The strategy refused an operation of the bank. */
  'OPERATION_REFUSED',
  /** An operation of the bank failed, or its retries were used up. */
  'OPERATION_FAILED',
  /** The bank of the service has as many accounts or records as it may have. */
  'LIMIT_REACHED',
  /** A schedule that was stepped through over HTTP has ended, and takes no further steps. */
  'STEPPING_ENDED',
  /** The service does as much at once as it may. */
  'TOO_BUSY',
  /** The service could not answer a request, because of a defect. */
  'SERVICE_FAILED',
  /** A promise was rejected and no code waited for it. */
  'UNHANDLED_REJECTION',
] as const;

/** One of {@link ERROR_CODES}. */
export type ErrorCode = (typeof ERROR_CODES)[number];
