/** Makes the database that those of the lanes are copies of. */
import { errorCode } from '../../database/driver-errors.js';
import { OWN_SCHEMA, type Catalog } from '../../database/snapshot/catalog.js';
import { Snapshot } from '../../database/snapshot/snapshot.js';
import { installCuts } from '../../database/statement-cutter.js';
import { within } from '../../database/within.js';
import type { CaseServer } from '../../database/case-server.js';
import type { Case, OpenContext, SchemaPart } from '../../model.js';
import { CUT } from '../../gate/wire/cutting.js';
import { count, counted, span } from '../../text/numbers.js';
import { option } from '../../text/option.js';
import { propertyDefect, propertyFailed } from './defects.js';
import type { LaneGate } from './lane-gate.js';
import { runSqlPart } from './sql-part.js';
import { placeIn, runAsCode } from './whose-code.js';

/** What a template needs. */
export interface TemplateOptions {
  readonly case: Case;
  readonly server: CaseServer;
  /** Opens a gate for a function that migrates, and sets the environment variables that lead to it. */
  /** Whether data-changing statements are cut in two. */
  readonly isCut: boolean;
  readonly openGate: (database: string) => Promise<LaneGate>;
  readonly closeGate: (gate: LaneGate) => Promise<void>;
}

/**
 * Fills an empty database from `schema` and `start`, and keeps a copy of its rows in it.
 * @throws {CaseDefect} when a part cannot be used
 */
export async function fillTemplate(options: TemplateOptions, database: string): Promise<void> {
  const { case: the, server } = options;
  for (const name of ['schema', 'start'] as const) {
    const parts = the[name];
    for (const [index, part] of parts.entries()) {
      const property = parts.length === 1 ? name : `${name}[${index}]`;
      await apply(options, database, property, part);
    }
  }
  const session = await server.openSession(database);
  try {
    const { catalog, rows } = await Snapshot.take(session);
    requireUsable(the, catalog, rows);
    if (options.isCut) await installCuts(session, catalog.tables, CUT);
  } catch (error) {
    if (errorCode(error) !== DUPLICATE_SCHEMA) throw error;
    const problem = `schema has a schema with the name ${OWN_SCHEMA}, which race-lab needs for itself`;
    throw propertyDefect(the, problem, 'Leave it out: it comes from a database of race-lab.');
  } finally {
    await server.closeSession(session);
  }
}

const DUPLICATE_SCHEMA = '42P06';

/** Every schedule reads all rows. */
const MOST_ROWS = 100_000;

/** @throws {CaseDefect} when the rows cannot be read and put back */
function requireUsable(the: Case, { tables }: Catalog, rows: number): void {
  const hidden = tables.find(({ isHidden }) => isHidden);
  if (hidden !== undefined) {
    throw propertyDefect(
      the,
      `schema forces row security on ${hidden.name}, so race-lab cannot read and put back its rows`,
      `Use a role with BYPASSRLS in ${option('url')}, or the embedded server, without ${option('url')}.`,
    );
  }
  if (rows > MOST_ROWS) {
    throw propertyDefect(
      the,
      `start has ${count(rows)} rows, more than ${count(MOST_ROWS)}, and every schedule reads them`,
      'Leave out most of them: a few rows show most races.',
    );
  }
}

async function apply(
  options: TemplateOptions,
  database: string,
  property: string,
  part: SchemaPart,
): Promise<void> {
  if (part.kind === 'function') await migrate(options, database, property, part.migrate);
  else await runSqlPart({ case: options.case, property, part }, options.server, database);
}

async function migrate(
  { case: the, server, openGate, closeGate }: TemplateOptions,
  database: string,
  property: string,
  work: (context: OpenContext) => unknown,
): Promise<void> {
  const { schemaMs } = server.patience;
  const opened = await openGate(database);
  try {
    const { gate, context, variables } = opened;
    const done = runAsCode(placeIn(the, property, variables), async () => work(context));
    await within(done, schemaMs, () =>
      propertyDefect(
        the,
        `${property} has not ended for ${span(schemaMs)}`,
        'Look for a promise in it that is never resolved.',
      ),
    );
    const open = gate.connections.filter(({ inTransaction }) => inTransaction).length;
    if (open > 0) {
      throw propertyDefect(
        the,
        `${property} leaves ${counted(open, 'transaction')} open, so its changes are lost`,
        'Let it commit what it began.',
      );
    }
  } catch (error) {
    const hint = 'It is called with { url, env }, and ends when the database is migrated.';
    throw propertyFailed(the, property, error, hint);
  } finally {
    await closeGate(opened);
  }
}
