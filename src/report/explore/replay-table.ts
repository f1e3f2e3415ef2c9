import type { ReplayReport } from '../../model.js';
import { joinBlocks } from '../../text/wrap.js';
import { dimmed, expectationLines, headOf, pageFor, type Page } from '../formats/text/page.js';
import type { Style } from '../formats/format.js';
import { again, drawn, heading, proved, told } from './page.js';
import {
  deadlockNotes,
  replayParts,
  serverSentence,
  witnessTitle,
} from '../document/exploration/sentences.js';
import { replayCommand } from '../document/commands.js';

/** For terminals: the schedule in lanes, and what it comes to. */
export function replayTable(report: ReplayReport, style: Style): string {
  const page = { ...pageFor(style), wide: style.width };
  const { plan, server, expectations } = report;
  const { name: title } = plan.scenario;
  return joinBlocks([
    headOf({ title, parts: replayParts(report), server: serverSentence(server) }, page),
    drawn(report.drawn, page),
    [
      ...replayVerdict(report, page),
      ...again(replayCommand(plan, plan.strategy.name, report.drawn.schedule)),
    ],
    dimmed(deadlockNotes(report), page),
    expectationLines(expectations, page),
  ]);
}

/** What the schedule comes to. */
export function replayVerdict({ plan, drawn: schedule }: ReplayReport, page: Page): string[] {
  const subject = { strategy: plan.strategy.name, verdict: schedule.verdict };
  if (schedule.witness === null) return told(subject, schedule.reason, page);
  return [heading(subject, witnessTitle(schedule), page), ...proved(schedule, page)];
}
