import type { Drawing, Finding, FindingPart, Findings, Sentences } from '../../document/blocks.js';
import {
  isSaidElsewhere,
  saidAs,
  sectionsOf,
  type FindingSection,
} from '../../document/sections.js';
import { plainDrawing } from '../../drawing/plain.js';
import { escape, fenced, fencedCommand, item, section } from './markup.js';

type Lines = readonly string[];

/** A section for each verdict: what broke in full, the others as lists. */
export const findingBlocks = (findings: Findings): readonly Lines[] =>
  sectionsOf(findings).flatMap((each) =>
    each.title === null ? sectionBlocks(each) : section(each.title, sectionBlocks(each)),
  );

function sectionBlocks({ form, findings }: FindingSection): readonly Lines[] {
  switch (form) {
    case 'full':
      return findings.flatMap(fullFinding);
    case 'reasons':
      return [findings.map(reasonItem)];
    case 'errors':
      return [findings.map(errorItem)];
    case 'failures':
      return [findings.flatMap(failureItems)];
    default:
      return form satisfies never;
  }
}

/** A finding in full. Its first line includes the verdict unless a heading above does. */
function fullFinding({ name, verdict, title, parts, form }: Finding): readonly Lines[] {
  const heading = `**${escape(name)}**${form === 'only' ? ` ${verdict}` : ''}`;
  return [
    [title === null ? heading : `${heading}: ${escape(title)}`],
    ...parts.flatMap(partBlocks),
  ];
}

const reasonItem = (finding: Finding): string =>
  item(finding.name, escape(saidAs('reason', finding).join(' ')));

/** Adds the full stop that error messages do not have. */
function errorItem(finding: Finding): string {
  const reason = saidAs('reason', finding).map((message) => `${escape(message)}.`);
  const advice = saidAs('advice', finding).map(escape);
  return item(finding.name, [...reason, ...advice].join(' '));
}

const failureItems = (finding: Finding): Lines =>
  saidAs('failures', finding).map((cause) => item(finding.name, escape(cause)));

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

/** A proof as a numbered list, other sentences as a paragraph. */
export const sentenceLines = ({ role, sentences }: Sentences): Lines => {
  if (role === 'proof') return sentences.map((sentence, i) => `${i + 1}. ${escape(sentence)}`);
  return sentences.length === 0 ? [] : [escape(sentences.join(' '))];
};

export const drawingLines = ({ schedule }: Drawing): Lines =>
  fenced(plainDrawing(schedule), 'text');
