#!/usr/bin/env node
try {
  const { start } = await import('../dist/cli/start.js');
  await start();
} catch (error) {
  if (error?.code !== 'ERR_MODULE_NOT_FOUND') throw error;
  process.stderr.write(
    `race-lab: it is not built, or not fully installed\n  Run: npm ci && npm run build\n  (${error.message})\n`,
  );
  process.exitCode = 4;
}
