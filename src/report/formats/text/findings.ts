import { padEnd, widestOf } from '../../../text/width.js';
import { capitalized } from '../../../text/words.js';
import { printable, words, wrap } from '../../../text/wrap.js';
import type {
  Command,
  Drawing,
  Finding,
  FindingPart,
  Findings,
  Sentences,
} from '../../document/blocks.js';
import { toneOfVerdict } from '../../document/tones.js';
import { drawing } from '../../drawing/index.js';
import { indented, paint, type Page } from './page.js';
import { headingWithRule } from './heading.js';

type Lines = readonly string[];

/** First the findings that are list items, by verdict, then the others. */
export function findingBlocks({ findings }: Findings, page: Page): readonly Lines[] {
  const items = findings.filter(({ form }) => form === 'item');
  const others = findings.filter(({ form }) => form !== 'item');
  const verdicts = [...new Set(items.map(({ verdict }) => verdict))];
  return [
    ...verdicts.map((verdict) => itemLines(verdict, items, page)),
    ...others.flatMap((finding) => oneFinding(finding, page)),
  ];
}

/** A longer name moves the rest of its line to the right. */
const LONGEST_NAME = 34;

function itemLines(
  verdict: Finding['verdict'],
  findings: readonly Finding[],
  { chalk, width }: Page,
): Lines {
  const items = findings.filter((finding) => finding.verdict === verdict);
  const names = items.map(({ name }) => printable(name));
  const widest = Math.min(LONGEST_NAME, widestOf(names));
  const heading = paint(toneOfVerdict(verdict), chalk)(capitalized(verdict));
  const lines = items.flatMap(({ parts }, i) => {
    const first = `  ${padEnd(names[i] ?? '', widest)}  `;
    const said = parts.flatMap((part) => (part.kind === 'sentences' ? part.sentences : []));
    return wrap(words(said.join(' ')), { width, first, hanging: '    ' });
  });
  return [heading, ...lines];
}

/** A heading, what is below it, and drawings with a blank line before and after. */
function oneFinding(finding: Finding, page: Page): readonly Lines[] {
  const isOnly = finding.form === 'only';
  const drawings = isOnly ? finding.parts.filter(isDrawing) : [];
  const parts = isOnly ? finding.parts.filter((part) => !isDrawing(part)) : finding.parts;
  const { lines, rest } = opening(finding, parts, page);
  const blocks: string[][] = [[...lines]];
  for (const part of rest) {
    if (isDrawing(part)) blocks.push([...drawingLines(part, page)], []);
    else blocks.at(-1)?.push(...partLines(part, page));
  }
  return [...drawings.map((part) => drawingLines(part, page)), ...blocks];
}

/** The heading. Without a title, it includes the reason of the verdict. */
function opening(
  { name, verdict, title, form }: Finding,
  parts: readonly FindingPart[],
  page: Page,
): { readonly lines: Lines; readonly rest: readonly FindingPart[] } {
  const { chalk, width } = page;
  const bold = chalk.bold(printable(name));
  const painted = paint(toneOfVerdict(verdict), chalk)(verdict);
  const labelAnd = (said: string) => [bold, `${painted}:`, ...words(said)];
  const [first, ...rest] = parts;
  const follows = first?.kind === 'sentences' && (first.role === 'reason' || form === 'only');
  if (title === null && follows) {
    const [reason = '', ...others] = first.sentences;
    const lines = wrap(labelAnd(reason), { width, hanging: '  ' });
    return { lines: [...lines, ...others.flatMap((line) => indented(line, page))], rest };
  }
  const heading = title === null ? [bold, painted] : labelAnd(title);
  const isChapter = form === 'chapter';
  return {
    lines: isChapter ? headingWithRule(heading, page) : wrap(heading, { width, hanging: '  ' }),
    rest: parts,
  };
}

const isDrawing = (part: FindingPart): part is Drawing => part.kind === 'drawing';

function partLines(part: Sentences | Command, page: Page): Lines {
  return part.kind === 'sentences' ? sentenceLines(part, page) : commandLines(part);
}

export const sentenceLines = ({ sentences }: Sentences, page: Page): Lines =>
  sentences.flatMap((sentence) => indented(sentence, page));

/** On one line, even if long: a wrapped command could not be pasted. */
export const commandLines = ({ purpose, command }: Command): Lines => [
  `  ${purpose}:`,
  `    ${command}`,
];

export const drawingLines = ({ schedule }: Drawing, { chalk, fullWidth }: Page): Lines =>
  drawing(schedule, { width: fullWidth, chalk });
