import { readdir } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';

import { apiModule } from '../../build/api/module.js';
import { CaseServer } from '../../build/database/case-server.js';
import { caseFinder, loadCases } from '../../build/files/load-cases.js';
import { loadStatementParser } from '../../build/gate/wire/housekeeping.js';
import { exploreCasesLab } from '../../build/lab/cases.js';
import { createCaseExplorePlan } from '../../build/plan/case.js';
import { withReplays } from '../../build/subject/case/replay.js';
import { lettersOf } from '../../build/text/schedule.js';
import { tellRow } from './tell.js';

export { tell } from './tell.js';

export const summary =
  'the cases in test/cases: schedules each second, and each witness fifty times';

const CASES = fileURLToPath(new URL('../../test/cases/', import.meta.url));
const REPLAYS = 50;
/** For all explorations together. */
const LIMIT_S = 40;
const loading = { api: apiModule };
const freshInstance = caseFinder(loading);

export async function measure({ progress }) {
  const files = (await readdir(CASES)).filter((file) => file.endsWith('.race.ts'));
  const cases = await loadCases(
    files.toSorted().map((file) => `${CASES}${file}`),
    loading,
  );
  const server = await CaseServer.open({ url: null });
  try {
    const rows = [];
    for (const the of cases) {
      const row = await rowFor(the, server);
      rows.push(row);
      progress(tellRow(row));
    }
    const seconds = rows.reduce((total, row) => total + row.seconds, 0);
    const isQuick = seconds <= LIMIT_S;
    return {
      rows,
      replays: REPLAYS,
      limitS: LIMIT_S,
      met: isQuick && rows.every(({ met }) => met),
    };
  } finally {
    await server.close();
  }
}

async function rowFor(the, server) {
  const plan = createCaseExplorePlan({}, [the], { environmentUrl: undefined });
  const { report } = await exploreCasesLab(plan, { freshInstance });
  const [result] = report.results;
  const { schedules, broken, unsteady, verdict, durationMs, witness } = result;
  const again = (await exploreCasesLab(plan, { freshInstance })).report.results[0];
  if (again.schedules !== schedules || again.broken !== broken) {
    throw new Error(`${the.name}: ${again.broken} of ${again.schedules} broken the second time`);
  }
  const row = { case: the.name, schedules, broken, unsteady, verdict, seconds: durationMs / 1000 };
  if (witness === null) return { ...row, witness: null, met: unsteady === 0 };
  const same = await repeatedlySame(the, server, witness);
  const letters = lettersOf(witness.drawn.schedule);
  return { ...row, witness: letters, same, met: unsteady === 0 && same === REPLAYS };
}

/** How many replays break with the same drawing. */
async function repeatedlySame(the, server, { drawn }) {
  const { signal } = new AbortController();
  const parser = await loadStatementParser();
  const environment = { now: () => performance.now(), signal, parser, freshInstance };
  const expected = drawingText(drawn);
  return withReplays(
    { case: the, overlap: 'none', isolation: null },
    server,
    environment,
    async (replay) => {
      let same = 0;
      for (let count = 1; count <= REPLAYS; count += 1) {
        const { verdict, replayed } = await replay({ schedule: drawn.schedule, follow: false });
        if (verdict === 'broken' && drawingText(replayed.drawn) === expected) same += 1;
      }
      return same;
    },
  );
}

/** A replay of one schedule does not know the other schedules, so it marks no step. */
const drawingText = (drawn) => JSON.stringify({ ...drawn, markedStep: null });
