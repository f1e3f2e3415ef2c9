import type { Drawing, Finding, FindingPart, Findings, Sentences } from '../../document/blocks.js';
import type { VerdictWord } from '../../document/failure.js';
import { plainDrawing } from '../../drawing/plain.js';
import { escape, fenced, fencedCommand, item, section } from './markup.js';

type Lines = readonly string[];

/** A section for each verdict: what broke in full, the others as lists. */
export function findingBlocks({ findings }: Findings): readonly Lines[] {
  const having = (verdict: VerdictWord) =>
    findings.filter((finding) => finding.form !== 'only' && finding.verdict === verdict);
  return [
    ...findings.filter(({ form }) => form === 'only').flatMap(fullFinding),
    ...section('What broke', having('broken').flatMap(fullFinding)),
    ...section('Held', [having('held').flatMap(reasonItem)]),
    ...section('Errors', [having('error').map(errorItem)]),
    ...section('Inconclusive', [having('inconclusive').flatMap(reasonItem)]),
    ...section('Failed operations', [findings.flatMap(failureItems)]),
  ];
}

/** A finding in full. Its first line includes the verdict unless a heading above does. */
function fullFinding({ name, verdict, title, parts, form }: Finding): readonly Lines[] {
  const heading = `**${escape(name)}**${form === 'only' ? ` ${verdict}` : ''}`;
  return [
    [title === null ? heading : `${heading}: ${escape(title)}`],
    ...parts.flatMap(partBlocks),
  ];
}

function reasonItem(finding: Finding): Lines {
  const reason = saidAs('reason', finding);
  return reason.length === 0 ? [] : [item(finding.name, escape(reason.join(' ')))];
}

/** Adds the full stop that error messages do not have. */
function errorItem(finding: Finding): string {
  const reason = saidAs('reason', finding).map((message) => `${escape(message)}.`);
  const advice = saidAs('advice', finding).map(escape);
  return item(finding.name, [...reason, ...advice].join(' '));
}

const failureItems = (finding: Finding): Lines =>
  saidAs('failures', finding).map((cause) => item(finding.name, escape(cause)));

const saidAs = (role: Sentences['role'], { parts }: Finding): readonly string[] =>
  parts.flatMap((part) => (part.kind === 'sentences' && part.role === role ? part.sentences : []));

/** A part of a finding, in full. */
function partBlocks(part: FindingPart): readonly Lines[] {
  switch (part.kind) {
    case 'sentences':
      return isSaidElsewhere(part) ? [] : [sentenceLines(part)];
    case 'drawing':
      return [drawingLines(part)];
    case 'command':
      return [[`${part.purpose}:`], fencedCommand(part.command)];
    default:
      return part satisfies never;
  }
}

const isSaidElsewhere = ({ role }: Sentences): boolean => role === 'failures' || role === 'remark';

/** A proof as a numbered list, other sentences as a paragraph. */
export const sentenceLines = ({ role, sentences }: Sentences): Lines => {
  if (role === 'proof') return sentences.map((sentence, i) => `${i + 1}. ${escape(sentence)}`);
  return sentences.length === 0 ? [] : [escape(sentences.join(' '))];
};

export const drawingLines = ({ schedule }: Drawing): Lines =>
  fenced(plainDrawing(schedule), 'text');
