import type { ReplayReport } from '../../model.js';
import { joinBlocks } from '../../text/wrap.js';
import { escape, expectationList, section } from '../formats/markdown/markup.js';
import { drawnBlocks } from './markup.js';
import {
  deadlockNotes,
  replayParts,
  serverSentence,
  witnessTitle,
} from '../document/exploration/sentences.js';
import { replayCommand } from '../document/commands.js';

/** For a README, a pull request or a job's summary: GitHub's Markdown. */
export function replayMarkdown(report: ReplayReport): string {
  const { plan, server, drawn, expectations } = report;
  const { name } = plan.strategy;
  const title = witnessTitle(drawn);
  return joinBlocks([
    [`### race-lab replay: ${escape(plan.scenario.name)}`],
    [escape(`${replayParts(report).join(', ')}.`), escape(serverSentence(server))],
    [`**${escape(name)}** ${drawn.verdict}${title === null ? '' : `: ${escape(title)}`}`],
    ...drawnBlocks(drawn, replayCommand(plan, name, drawn.schedule)),
    deadlockNotes(report).map(escape),
    ...section('Expectations', [expectationList(expectations)]),
  ]);
}
