import { execFileSync } from 'node:child_process';
import { expect } from 'vitest';

/** The words a real shell makes of a command line. */
export function shellWords(command: string): readonly string[] {
  const output = execFileSync('sh', ['-c', String.raw`printf '%s\0' ` + command], {
    encoding: 'utf8',
  });
  return output.split('\0').slice(0, -1);
}

/**
 * The command and the arguments of a command line as its user gives them: where the address of
 * the server stands, without its password, the whole one.
 */
export function argumentsOf(
  line: string,
  url: string | null,
): { readonly name: string; readonly args: string[] } {
  const [program, name = '', ...words] = shellWords(line);
  expect(program).toBe('race-lab');
  const shown = url?.replace(/:[^:@]*@/, ':PASSWORD@');
  return { name, args: words.map((word) => (url !== null && word === shown ? url : word)) };
}
