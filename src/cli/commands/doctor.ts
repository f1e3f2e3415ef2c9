import { availableParallelism } from 'node:os';

import { Chalk } from 'chalk';

import { examineEmbedded, examineServer } from '../../database/examine.js';
import type { SessionOptions } from '../../database/opening.js';
import { LabError } from '../../errors.js';
import { serverUrl } from '../../plan/url.js';
import { words, wrap } from '../../text/wrap.js';
import { EXIT, type ExitCode } from '../exit-codes.js';
import { styleFor, write, type Surroundings } from '../terminal.js';

export interface DoctorFlags {
  readonly url?: string;
  readonly color?: boolean;
}

/** What one check found. A problem prevents runs; a note does not. */
interface Observation {
  readonly kind: 'ok' | 'note' | 'problem';
  readonly text: string;
}

/** `race-lab doctor`: what is installed, and whether a run would work. */
export async function doctorCommand(
  flags: DoctorFlags,
  { stdout, env, signal, patience }: Surroundings,
): Promise<ExitCode> {
  const url = serverUrl(flags.url, env['RACE_LAB_URL']);
  const findings: Observation[] = [runtime()];
  try {
    const facts =
      url === null
        ? await embedded(env['RACE_LAB_CACHE'])
        : await external(url, { signal, patience });
    findings.push(...facts);
  } catch (error) {
    if (!(error instanceof LabError)) throw error;
    const { message, hint } = error.spelledIn('flags');
    findings.push({ kind: 'problem', text: [message, hint].join('. ') });
  }
  const { width, color } = styleFor(stdout, env, flags.color);
  const chalk = new Chalk({ level: color ? 1 : 0 });
  const paint = { ok: chalk.green, note: chalk.yellow, problem: chalk.red };
  const lines = findings.flatMap(({ kind, text }) =>
    wrap(words(text), {
      width,
      first: paint[kind](kind.padEnd(LABEL)),
      hanging: ' '.repeat(LABEL),
    }),
  );
  await write(stdout, `${lines.join('\n')}\n`);
  return findings.some(({ kind }) => kind === 'problem') ? EXIT.environment : EXIT.ok;
}

const LABEL = 'problem  '.length;

function runtime(): Observation {
  const machine = `${process.platform} ${process.arch}, ${availableParallelism()} cores`;
  return { kind: 'ok', text: `Node.js ${process.versions.node} on ${machine}` };
}

async function embedded(cache: string | undefined): Promise<Observation[]> {
  const { version, startMs, cacheDirectory, runsDirectory, runsAs } = await examineEmbedded(cache);
  return [
    {
      kind: 'ok',
      text: `embedded PostgreSQL ${version} starts in ${(startMs / 1000).toFixed(2)} s, ${runsAs}`,
    },
    { kind: 'ok', text: `its template is kept in ${cacheDirectory} (RACE_LAB_CACHE moves it)` },
    {
      kind: 'ok',
      text: `each run has a directory of its own in ${runsDirectory} (TMPDIR moves it)`,
    },
  ];
}

async function external(url: string, options: SessionOptions): Promise<Observation[]> {
  const found = await examineServer(url, options);
  const { capacity } = found;
  const findings: Observation[] = [
    { kind: 'ok', text: `PostgreSQL ${found.version} at ${found.where}` },
    {
      kind: capacity.free >= COMFORTABLE ? 'ok' : 'note',
      text:
        `${capacity.free} workers can have a connection each: ${capacity.allowed} allowed, ` +
        `in use: ${capacity.used}; more workers can share them with --connections`,
    },
    {
      kind: 'ok',
      text:
        `fsync=${found.fsync}, synchronous_commit=${found.synchronousCommit}, ` +
        `deadlock_timeout=${found.deadlockTimeout}: rates depend on them`,
    },
    found.mayCreateSchema
      ? { kind: 'ok', text: 'the role may create a schema' }
      : { kind: 'problem', text: 'the role may not create a schema: grant create on the database' },
  ];
  findings.push(
    found.mayCreateDatabase
      ? { kind: 'ok', text: 'the role may create a database, as cases of your own code need it' }
      : {
          kind: 'note',
          text: 'the role may not create a database: cases of your own code need alter role … createdb',
        },
  );
  if (found.labDatabases.length > 0) {
    const drop = found.labDatabases.map((name) => `drop database ${name}`).join('; ');
    findings.push({
      kind: 'note',
      text: `databases of earlier runs, killed or still running: ${drop}`,
    });
  }
  if (found.labSchemas.length > 0) {
    const drop = `drop schema ${found.labSchemas.join(', ')} cascade`;
    findings.push({
      kind: 'note',
      text: `schemas of earlier runs, kept, killed or still running: ${drop}`,
    });
  }
  return findings;
}

/** As many as a default run has workers. */
const COMFORTABLE = 50;
