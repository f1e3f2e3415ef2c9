/** Runs scripts of package.json at the same time, and fails when one of them does. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';

const codes = await Promise.all(
  process.argv.slice(2).map(async (script) => {
    const options = { stdio: 'inherit', shell: process.platform === 'win32' };
    const [code] = await once(spawn('npm', ['run', '--silent', script], options), 'exit');
    return code ?? 1;
  }),
);
process.exitCode = Math.max(...codes);
