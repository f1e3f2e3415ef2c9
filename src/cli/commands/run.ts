import { randomInt } from 'node:crypto';

import { UsageError } from '../../errors.js';
import { runLab } from '../../lab.js';
import type { Report, RunPlan } from '../../model.js';
import { LIMITS } from '../../plan/limits.js';
import { unknownName } from '../../plan/nearest.js';
import { createPlan, type RunFlags } from '../../plan/plan.js';
import { isFormat, reporters, type Format } from '../../report/index.js';
import { scenarios } from '../../scenarios/index.js';
import { strategies } from '../../strategies/index.js';
import { complain } from '../complain.js';
import { EXIT, type ExitCode } from '../exit-codes.js';
import { OutputFiles } from '../output-files.js';
import { ProgressLine } from '../progress.js';
import { styleFor, write, type Surroundings } from '../terminal.js';

/** The flags that only the command line has: where the report goes, and how it looks. */
export interface RunCommandFlags extends RunFlags {
  readonly format?: string;
  readonly json?: boolean;
  readonly output?: readonly string[];
  readonly progress?: boolean;
  readonly color?: boolean;
}

/** `race-lab run` and `race-lab compare`. */
export async function runCommand(
  command: RunPlan['command'],
  flags: RunCommandFlags,
  surroundings: Surroundings,
): Promise<ExitCode> {
  const { stdout, stderr, env } = surroundings;
  const format = chosenFormat(flags);
  const plan = createPlan(command, flags, {
    strategies,
    scenarios,
    environmentUrl: env['RACE_LAB_URL'],
    randomSeed: () => randomInt(LIMITS.seed.max + 1),
  });
  const files = await OutputFiles.open(flags.output ?? []);
  try {
    const report = await raceWithProgress(plan, flags, surroundings);
    const failures = await files.write(report);
    await write(stdout, reporters[format](report, styleFor(stdout, env, flags.color)));
    for (const failure of failures) await complain(stderr, failure.message, failure.hint);
    if (report.interruption) await complain(stderr, report.interruption);
    return failures.length > 0 ? EXIT.environment : exitCodeOf(report);
  } finally {
    await files.discard();
  }
}

async function raceWithProgress(
  plan: RunPlan,
  flags: RunCommandFlags,
  { stderr, env, signal }: Surroundings,
): Promise<Report> {
  const options = { signal, cache: env['RACE_LAB_CACHE'] };
  if (!stderr.isTTY || flags.progress === false) return runLab(plan, options);
  const progress = new ProgressLine(stderr, plan);
  try {
    return await runLab(plan, { ...options, progress });
  } finally {
    progress.end();
  }
}

function chosenFormat({ format, json }: RunCommandFlags): Format {
  if (json && format !== undefined && format !== 'json') {
    throw new UsageError(`--json and --format ${format} exclude each other`, {
      hint: 'Give one of them; --output writes further formats to files.',
    });
  }
  const name = json ? 'json' : (format ?? 'table');
  if (isFormat(name)) return name;
  throw unknownName('--format', 'format', name, Object.keys(reporters));
}

function exitCodeOf({ interruption, expectations }: Report): ExitCode {
  if (interruption !== null) return EXIT.environment;
  if (expectations.some(({ met }) => met === false)) return EXIT.unmet;
  if (expectations.some(({ met }) => met === null)) return EXIT.inconclusive;
  return EXIT.ok;
}
