import { execFileSync } from 'node:child_process';
import { expect } from 'vitest';

/** The words into which a real shell splits a command line. */
export function shellWords(command: string): readonly string[] {
  const output = execFileSync('sh', ['-c', String.raw`printf '%s\0' ` + command], {
    encoding: 'utf8',
  });
  return output.split('\0').slice(0, -1);
}

/**
 * The command and the arguments of a printed command line. The full address of the server
 * replaces the printed one, which hides the password.
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
