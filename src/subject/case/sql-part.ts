/** Runs the SQL of `schema` and `start`. */
import { readFile, stat } from 'node:fs/promises';

import { property as read } from '../../database/error-chain.js';
import type { CaseServer } from '../../database/case-server.js';
import { SessionLost } from '../../database/session-lost.js';
import type { CaseDefect } from '../../errors.js';
import type { Case, SchemaPart } from '../../model.js';
import { span } from '../../text/numbers.js';
import { option } from '../../text/option.js';
import { shortPath } from '../../text/reference.js';
import { propertyDefect, propertyFailed, words } from './defects.js';
import { loadStatementsReader, type SqlStatement } from './read-statements.js';

/** A part of `schema` or `start` that is SQL, and where it stands. */
export interface SqlPart {
  readonly case: Case;
  /** Such as `schema`, or `start[1]`. */
  readonly property: string;
  readonly part: Exclude<SchemaPart, { kind: 'function' }>;
}

/**
 * Runs the SQL on a database.
 * @throws {CaseDefect} that says what is wrong with it
 */
export async function runSqlPart(given: SqlPart, server: CaseServer, database: string) {
  const text = withoutRestrictions(await textOf(given));
  refuse(given, (await loadStatementsReader())(text) ?? [], server.info.kind === 'external');
  const session = await server.openUsersSession(database, server.patience.schemaMs);
  try {
    await session.script(text);
    const [state] = await session.query<{ open: boolean }>(
      'select pg_catalog.pg_current_xact_id_if_assigned() is not null as open',
    );
    if (state?.open === true) throw leftOpen(given);
  } catch (error) {
    throw failure(given, text, error, server.patience.schemaMs);
  } finally {
    await server.closeSession(session);
  }
}

/** The property, and the file that it names. */
const subjectOf = ({ property, part }: SqlPart, line: number | null = null): string => {
  const at = line === null ? '' : `line ${line}`;
  if (part.kind === 'file') {
    return `${property} (${shortPath(part.path)}${line === null ? '' : `:${line}`})`;
  }
  return at === '' ? property : `${property} (${at})`;
};

/* ---------- Its text ---------- */

async function textOf(given: SqlPart): Promise<string> {
  const { part } = given;
  if (part.kind === 'sql') return part.text;
  const bytes = await contentOf(given, part.path);
  let text: string;
  try {
    text = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    throw wrong(
      given,
      'is not UTF-8',
      'Save it as UTF-8, for example with: iconv -f latin1 -t utf-8.',
    );
  }
  if (text.includes('\0')) {
    throw wrong(given, 'has a zero byte, so it is no SQL', 'Name a file of SQL.');
  }
  return text;
}

async function contentOf(given: SqlPart, path: string): Promise<Buffer> {
  const found = await stat(path).catch(() => null);
  if (found === null) {
    throw wrong(given, 'does not exist', 'Paths are relative to the file of the case.');
  }
  if (!found.isFile()) {
    const what = found.isDirectory() ? 'a directory' : 'no regular file';
    throw wrong(given, `is ${what}`, 'Name a file of SQL, or a list of files.');
  }
  return readFile(path).catch((error: unknown) => {
    throw wrong(given, `cannot be read: ${words(error)}`, 'Grant yourself permission to read it.');
  });
}

/** pg_dump frames its output with these commands of psql. They change nothing. */
const withoutRestrictions = (text: string): string =>
  text.replaceAll(/^\\(?:un)?restrict [A-Za-z0-9]+\s*$/gm, '');

/* ---------- What it must not do ---------- */

const OTHER_DATABASES: Readonly<Record<string, string>> = {
  CreatedbStmt: 'creates a database',
  DropdbStmt: 'drops a database',
  AlterDatabaseStmt: 'changes a database by its name',
  AlterDatabaseSetStmt: 'changes a database by its name',
  CreateTableSpaceStmt: 'creates a tablespace',
  DropTableSpaceStmt: 'drops a tablespace',
  AlterSystemStmt: 'changes the settings of the server',
};

const ROLES: Readonly<Record<string, string>> = {
  CreateRoleStmt: 'creates a role',
  DropRoleStmt: 'drops a role',
  AlterRoleStmt: 'changes a role',
  AlterRoleSetStmt: 'changes a role',
};

/** Refuses what would reach beyond the database of the case, and what only psql can do. */
function refuse(given: SqlPart, statements: readonly SqlStatement[], isExternal: boolean): void {
  for (const { kind, node } of statements) {
    const other = OTHER_DATABASES[kind];
    if (other !== undefined) {
      throw wrong(
        given,
        other,
        'Leave that statement out: race-lab makes a database for each case, and is connected to it.',
      );
    }
    const role = ROLES[kind];
    if (role !== undefined && isExternal) {
      throw wrong(
        given,
        `${role}, and roles belong to the whole server`,
        `Create the role beforehand, and leave that statement out; or leave out ${option('url')}: an embedded server may be changed.`,
      );
    }
    if (kind === 'CopyStmt' && node['is_from'] === true && !('filename' in node)) {
      throw wrong(given, COPY, COPY_HINT);
    }
  }
}

const COPY = 'has COPY … FROM stdin, whose data only psql can send';
const COPY_HINT = 'Write INSERT statements instead: pg_dump makes them with --inserts.';

/* ---------- What went wrong ---------- */

const wrong = (given: SqlPart, problem: string, hint: string): CaseDefect =>
  propertyDefect(given.case, `${subjectOf(given)} ${problem}`, hint);

const leftOpen = (given: SqlPart): CaseDefect =>
  wrong(
    given,
    'leaves its transaction open, so its changes are lost',
    'Add COMMIT, or leave BEGIN out.',
  );

function failure(given: SqlPart, text: string, error: unknown, limitMs: number): Error {
  if (error instanceof SessionLost) {
    const problem = error.isLate ? `has not ended for ${span(limitMs)}` : `fails: ${error.reason}`;
    return propertyDefect(given.case, `${subjectOf(given)} ${problem}`, SQL_HINT, error);
  }
  const command = /^[ \t]*\\([a-z!]\w*)/im.exec(text)?.[1];
  if (isSyntaxError(error) && /\bcopy\b[^;]*\bfrom\s+stdin\b/i.test(text)) {
    return wrong(given, COPY, COPY_HINT);
  }
  if (isSyntaxError(error) && command !== undefined) {
    const hint = 'Leave it out: the SQL is sent to the server as it is, and not through psql.';
    return wrong(given, `has \\${command}, a command of psql`, hint);
  }
  return propertyFailed(given.case, subjectOf(given, lineIn(text, error)), error, SQL_HINT);
}

const SQL_HINT = 'Correct the SQL. It is sent to the server as it is, and not through psql.';

const isSyntaxError = (error: unknown): boolean => read(error, 'code') === '42601';

/** The line of the text that an error of the server is about; null: it does not say, or there is only one. */
function lineIn(text: string, error: unknown): number | null {
  const position = Number(read(error, 'position'));
  if (!Number.isSafeInteger(position) || !text.includes('\n')) return null;
  return text.slice(0, position).split('\n').length;
}
