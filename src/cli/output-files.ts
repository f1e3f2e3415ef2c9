import { rmSync, type Stats } from 'node:fs';
import { lstat, open, rm, stat, type FileHandle } from 'node:fs/promises';

import { EnvironmentError, UsageError } from '../errors.js';
import { irregular } from '../files/irregular-file.js';
import { withoutPasswords } from '../plan/redact.js';
import { formatOfFile, formats, type Format } from '../report/formats/index.js';
import { reasonOf } from './terminal.js';

interface OutputFile {
  readonly path: string;
  readonly format: Format;
  readonly handle: FileHandle;
  /** Whether opening it made it. */
  readonly isNew: boolean;
}

/** A report as text in that format. */
export type Render = (format: Format) => string;

/**
 * The files of `--output`, opened before the work so that a bad path is found early. What a file
 * held stays until the report replaces it; a file that opening made goes when there is no report.
 */
export class OutputFiles {
  readonly #files: OutputFile[] = [];

  /** @throws {UsageError} when a path has no known ending or cannot be written */
  static async open(paths: readonly string[]): Promise<OutputFiles> {
    const files = new OutputFiles();
    try {
      for (const path of paths) files.#files.push(await openOne(path));
      return files;
    } catch (error) {
      await files.discard();
      throw error;
    }
  }

  /**
   * Writes every file that can be written.
   * @returns what went wrong with the others
   */
  async write(render: Render): Promise<readonly EnvironmentError[]> {
    const failures: EnvironmentError[] = [];
    for (const file of this.#files.splice(0)) {
      try {
        await writeOne(file, render);
      } catch (cause) {
        failures.push(
          new EnvironmentError(`${flag(file.path)} could not be written: ${reasonOf(cause)}`, {
            code: 'FILE_NOT_WRITTEN',
            option: 'output',
            hint: 'All else is done, and the report went to stdout.',
            cause,
          }),
        );
      }
    }
    return failures;
  }

  /**
   * For when the process ends at once: what opening made, and has nothing in it, goes.
   * @returns null: nothing of it stays
   */
  abandon(): null {
    for (const { isNew, path } of this.#files.splice(0)) {
      if (isNew) rmSync(path, { force: true });
    }
    return null;
  }

  /** Closes what was not written. */
  async discard(): Promise<void> {
    for (const { handle, isNew, path } of this.#files.splice(0)) {
      await handle.close();
      if (isNew) await rm(path, { force: true });
    }
  }
}

async function openOne(path: string): Promise<OutputFile> {
  const format = formatOfFile(path);
  if (!format) {
    const endings = Object.values(formats).flatMap(({ extension }) => extension ?? []);
    throw new UsageError(`${flag(path)}: the ending does not name a format`, {
      code: 'INVALID_VALUE',
      option: 'output',
      hint: `Let the name end in ${endings.join(', ')}.`,
    });
  }
  await requireWritable(path);
  const isNew = await lstat(path).then(
    () => false,
    () => true,
  );
  try {
    return { path, format, isNew, handle: await open(path, 'a') };
  } catch (cause) {
    throw new UsageError(`${flag(path)} cannot be written: ${reasonOf(cause)}`, {
      code: 'FILE_NOT_WRITTEN',
      option: 'output',
      hint: 'Name a file in a directory that exists and that you may write to.',
      cause,
    });
  }
}

/** @throws {UsageError} for a pipe and the like */
async function requireWritable(path: string): Promise<void> {
  const entry = await stat(path).catch(() => null);
  const kind = entry && irregular(entry);
  if (entry === null || kind === null || (await takesEverything(entry))) return;
  throw new UsageError(`${flag(path)} cannot be written: it is ${kind}`, {
    code: 'FILE_NOT_WRITTEN',
    option: 'output',
    hint: 'Name a file, or send the report on with --format and a shell pipe.',
  });
}

/** Devices that never make a writer wait: one takes all, one refuses all. */
async function takesEverything({ rdev }: Stats): Promise<boolean> {
  const devices = ['/dev/null', '/dev/full'].map((path) => stat(path).catch(() => null));
  return (await Promise.all(devices)).some((device) => device?.rdev === rdev);
}

async function writeOne(file: OutputFile, render: Render): Promise<void> {
  const { path, handle, format, isNew } = file;
  try {
    // Pipes and devices have nothing to cut off, and say so with an error.
    if ((await handle.stat()).isFile()) await handle.truncate(0);
    await handle.writeFile(render(format));
  } catch (error) {
    if (isNew) await rm(path, { force: true });
    throw error;
  } finally {
    await handle.close();
  }
}

/** Whole, however long: the end of a path is what tells it from others. */
const flag = (path: string): string => `--output ${JSON.stringify(withoutPasswords(path))}`;
