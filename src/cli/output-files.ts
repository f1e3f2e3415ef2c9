import { rmSync, type Stats } from 'node:fs';
import { lstat, open, rm, stat, type FileHandle } from 'node:fs/promises';

import { EnvironmentError, UsageError } from '../errors.js';
import { irregular } from '../files/irregular-file.js';
import { withoutPasswords } from '../plan/redact.js';
import { fileEndings, formatOfFile, type FileFormat } from '../report/formats/index.js';
import { reasonOf } from './terminal.js';

interface OutputFile {
  readonly path: string;
  readonly format: FileFormat;
  readonly handle: FileHandle;
  /** Whether opening the file created it. */
  readonly isNew: boolean;
}

/** A report as text in that format. */
export type Render = (format: FileFormat) => string | Promise<string>;

/**
 * The files of `--output`, opened before the work so that a bad path fails early. A file keeps its
 * content until the report replaces it. Without a report, a file that opening created is removed.
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
            hint: 'Everything else is done, and the report went to stdout.',
            cause,
          }),
        );
      }
    }
    return failures;
  }

  /**
   * Removes the empty files that opening created, when the process ends at once.
   * @returns null: no file is left behind
   */
  abandon(): null {
    for (const { isNew, path } of this.#files.splice(0)) {
      if (isNew) rmSync(path, { force: true });
    }
    return null;
  }

  /** Closes the files that were not written, and removes those that opening created. */
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
    throw new UsageError(`${flag(path)}: its ending is not that of a format`, {
      code: 'INVALID_VALUE',
      option: 'output',
      hint: `Use a name that ends in ${fileEndings.join(', ')}.`,
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
      hint: 'Name a file in an existing directory that you may write to.',
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
    hint: 'Name a file, or use --format and a shell pipe.',
  });
}

/**
 * Devices on which a write never waits: `/dev/null` accepts every write, `/dev/full` fails every
 * write.
 */
async function takesEverything({ rdev }: Stats): Promise<boolean> {
  const devices = ['/dev/null', '/dev/full'].map((path) => stat(path).catch(() => null));
  return (await Promise.all(devices)).some((device) => device?.rdev === rdev);
}

async function writeOne(file: OutputFile, render: Render): Promise<void> {
  const { path, handle, format, isNew } = file;
  try {
    // A device cannot be truncated: the call would fail.
    if ((await handle.stat()).isFile()) await handle.truncate(0);
    await handle.writeFile(await render(format));
  } catch (error) {
    if (isNew) await rm(path, { force: true });
    throw error;
  } finally {
    await handle.close();
  }
}

/** The whole path, however long: paths often differ only at the end. */
const flag = (path: string): string => `--output ${JSON.stringify(withoutPasswords(path))}`;
