/** Keeps stdout for the report. */
import { fstatSync, readFileSync, readlinkSync, statSync } from 'node:fs';

import type { Stream } from './terminal.js';

/**
 * Reserves stdout for the report: from now on, what other code writes to `process.stdout` (with
 * `console.log`, for example) goes to stderr.
 * @returns the only stream that still writes to stdout
 */
export function takeStdout(): Stream {
  const { stdout, stderr } = process;
  const write = stdout.write.bind(stdout);
  stdout.write = stderr.write.bind(stderr);
  if (isStdoutClosed()) return closed;
  return {
    write: (text, done) => write(text, done),
    get isTTY() {
      return stdout.isTTY;
    },
    get columns() {
      return stdout.columns;
    },
    get rows() {
      return stdout.rows;
    },
  };
}

const closed: Stream = {
  write(_text, done) {
    done?.(new Error('stdout is closed'));
    return true;
  },
};

const NULL_DEVICE = '/dev/null';
/** open(2): the part of a descriptor's flags that says what it is open for. */
const ACCESS_MODE = 0o3;
const READ_AND_WRITE = 0o2;

/**
 * Whether a shell closed stdout, as in `race-lab run >&-`. Node.js puts the null device in its
 * place, open for reading and writing, before any code runs. A program that starts others without a
 * shell may discard their output in the same way; a shell's `>/dev/null` is open for writing only.
 */
function isStdoutClosed(): boolean {
  try {
    const { rdev } = fstatSync(1);
    if (rdev !== statSync(NULL_DEVICE).rdev) return false;
    const flags = /^flags:\s*(\d+)$/m.exec(readFileSync('/proc/self/fdinfo/1', 'utf8'))?.[1] ?? '';
    if ((Number.parseInt(flags, 8) & ACCESS_MODE) !== READ_AND_WRITE) return false;
    const starter = readFileSync(`/proc/${process.ppid}/comm`, 'utf8').trim();
    return /^(ba|da|z|k|mk|a|fi|c|tc)?sh$/.test(starter) && stdoutOf(process.ppid) !== NULL_DEVICE;
  } catch {
    // Not Linux, or the process of another user.
    return false;
  }
}

/** Null when it is closed there as well. */
function stdoutOf(pid: number): string | null {
  try {
    return readlinkSync(`/proc/${pid}/fd/1`);
  } catch {
    return null;
  }
}
