/** A schema with a name of its own, which several processes share and which stays. */
import { EnvironmentError } from '../errors.js';
import { option } from '../text/option.js';
import { describeTarget, type ConnectionTarget } from './address.js';
import { openControl } from './connect.js';
import { lookAt, type DatabaseOptions } from './database.js';
import type { LabDatabase } from './lab-database.js';
import { OpenDatabase } from './open-database.js';
import { PATIENCE } from './patience.js';
import { createSchema, dropCommand } from './schema.js';
import type { Session } from './session.js';

export interface SharedSchema extends Pick<
  DatabaseOptions,
  'connections' | 'remedy' | 'signal' | 'patience'
> {
  readonly url: string;
  /** The name by which users call it. */
  readonly name: string;
  /** Completes a new schema; null: it must exist. */
  readonly create: ((control: Session) => Promise<void>) | null;
  /** The last table that completing it creates. */
  readonly lastTable: string;
}

/** The schema of a shared lab. No other schema of race-lab begins so. */
const schemaOf = (name: string): string => `race_lab__${name}`;

/**
 * Opens a shared schema, and creates it first where that is allowed. Close it with `keep`.
 * @throws {EnvironmentError} when it does not exist and is not created, or the server cannot be used
 */
export async function openShared(options: SharedSchema): Promise<LabDatabase> {
  const { url, name, signal, patience = PATIENCE } = options;
  const target: ConnectionTarget = { kind: 'url', url };
  const control = await openControl(target, { signal, patience, lockMs: patience.lockMs });
  try {
    const info = await lookAt(control, options, null, schemaOf(name));
    await ensure(control, target, options);
    const remedy = options.remedy(1);
    const server = null;
    return new OpenDatabase({
      target,
      control,
      info,
      server,
      remedy,
      patience,
      leftovers: undefined,
    });
  } catch (error) {
    await control.close();
    throw error;
  }
}

/** Only one process looks and creates at a time. */
async function ensure(
  control: Session,
  target: ConnectionTarget,
  { name, create, lastTable }: SharedSchema,
): Promise<void> {
  const schema = schemaOf(name);
  await control.query('select pg_advisory_lock(hashtext($1))', [schema]);
  try {
    const [found] = await control.query('select 1 as one where to_regclass($1) is not null', [
      `${schema}.${lastTable}`,
    ]);
    if (found !== undefined) return;
    if (create === null) throw notFound(name, target);
    // A process that ended halfway may have left a part of it.
    await control.script(`drop schema if exists ${schema} cascade`);
    await createSchema(control, target, schema);
    await create(control);
  } finally {
    await control.query('select pg_advisory_unlock(hashtext($1))', [schema]).catch(() => []);
  }
}

/**
 * Drops the schema of an open database that others do not use.
 * @throws {EnvironmentError} when they do
 */
export async function dropShared({ control, info }: LabDatabase): Promise<void> {
  const others = await control.query(
    'select pid from pg_stat_activity where application_name = $1 and pid <> pg_backend_pid()',
    [`race-lab ${info.schema}`],
  );
  if (others.length === 0) return control.script(dropCommand([info.schema]));
  throw new EnvironmentError(`the lab is in use: ${others.length} sessions of replicas are open`, {
    code: 'BLOCKED_BY_OTHERS',
    hint: 'End the replicas first.',
  });
}

const notFound = (name: string, target: ConnectionTarget): EnvironmentError =>
  new EnvironmentError(`there is no lab ${name} on ${describeTarget(target)}`, {
    code: 'LAB_NOT_FOUND',
    option: 'lab',
    hint: `Begin it with race-lab serve ${option('lab')} ${name}, or correct the name.`,
  });
