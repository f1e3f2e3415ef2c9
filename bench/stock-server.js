import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { rmSync } from 'node:fs';
import { chown, mkdtemp, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { setTimeout as sleep } from 'node:timers/promises';

import { findServerPackage } from '../build/database/embedded/package.js';
import { cacheDirectory } from '../build/database/embedded/places.js';
import { findServerUser } from '../build/database/embedded/server-user.js';
import { installation } from '../build/database/embedded/template.js';

const execute = promisify(execFile);

/** A benchmark that is ended early leaves no server behind. */
const ENDING = ['SIGINT', 'SIGTERM', 'SIGHUP'];

/**
 * Finds PostgreSQL servers to start with default settings: the one in the embedded package, and the one
 * installed on this machine, if any.
 * @returns the directories of the programs, by server version
 */
export async function stockServers() {
  const [source, user] = await Promise.all([findServerPackage(), findServerUser()]);
  const { postgres } = await installation(source, user, await cacheDirectory(user));
  const own = await execute('pg_config', ['--bindir']).then(
    ({ stdout }) => stdout.trim(),
    () => null,
  );
  const found = new Map();
  for (const directory of [dirname(postgres), ...(own === null ? [] : [own])]) {
    const version = await versionIn(directory);
    if (version !== null) found.set(version, directory);
  }
  return found;
}

const versionIn = (directory) =>
  execute(join(directory, 'postgres'), ['--version']).then(
    ({ stdout }) => /\d+(\.\d+)?/.exec(stdout)?.[0] ?? null,
    () => null,
  );

/** Starts a server with the default settings of a new cluster for some work, and stops it afterwards. */
export async function withStockServer(programs, work) {
  const user = await findServerUser();
  const directory = await mkdtemp(join(tmpdir(), 'stock-'));
  const as = { cwd: directory, ...user.switchTo };
  if (user.switchTo) await chown(directory, user.switchTo.uid, user.switchTo.gid);
  const data = join(directory, 'data');
  try {
    const initdb = ['-D', data, '-U', 'postgres', '-A', 'trust', '--locale=C', '-E', 'UTF8'];
    await execute(join(programs, 'initdb'), initdb, as);
    const place = ['-k', directory, '-c', 'listen_addresses='];
    const server = spawn(join(programs, 'postgres'), ['-D', data, ...place], {
      ...as,
      stdio: 'ignore',
    });
    const exited = once(server, 'exit');
    const end = () => {
      server.kill('SIGQUIT');
      rmSync(directory, { recursive: true, force: true });
      process.exit(1);
    };
    for (const signal of ENDING) process.once(signal, end);
    try {
      await untilThere(join(directory, '.s.PGSQL.5432'));
      return await work({
        target: { kind: 'url', url: `postgres://postgres@/postgres?host=${directory}` },
        url: `postgres://postgres@/postgres?host=${directory}`,
        conninfo: `host=${directory} user=postgres dbname=postgres`,
      });
    } finally {
      for (const signal of ENDING) process.off(signal, end);
      server.kill('SIGINT');
      await exited;
    }
  } finally {
    await rm(directory, { recursive: true, force: true });
  }
}

async function untilThere(path) {
  for (let tries = 0; tries < 100; tries += 1) {
    const isThere = await stat(path).then(
      () => true,
      () => false,
    );
    if (isThere) return;
    await sleep(100);
  }
  throw new Error(`no server at ${path}`);
}
