#!/usr/bin/env node
// Until the program is loaded, nothing is there to be cleaned up.
const SIGNALS = { SIGINT: 130, SIGTERM: 143, SIGHUP: 143 };
const leave = (name) => {
  process.stderr.write('race-lab: interrupted before anything was started\n');
  process.exit(SIGNALS[name]);
};
for (const name of Object.keys(SIGNALS)) process.on(name, leave);

try {
  const { start } = await import('../dist/cli/start.js');
  for (const name of Object.keys(SIGNALS)) process.off(name, leave);
  await start();
} catch (error) {
  if (error?.code !== 'ERR_MODULE_NOT_FOUND') throw error;
  process.stderr.write(
    `race-lab: it is not built, or not fully installed\n  Run: npm ci && npm run build\n  (${error.message})\n`,
  );
  process.exitCode = 4;
}
