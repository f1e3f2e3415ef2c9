import type { ComponentChildren } from 'preact';

import { capitalized } from '../../../text/words.js';
import type {
  Command as CommandBlock,
  Finding,
  FindingPart,
  Findings as FindingsBlock,
  Sentences as SentencesBlock,
  Tone,
} from '../../document/blocks.js';
import {
  isSaidElsewhere,
  saidAs,
  sectionsOf,
  type FindingSection,
} from '../../document/sections.js';
import { toneOfVerdict } from '../../document/tones.js';
import { Drawing } from './drawing.js';
import { paragraphOf, shown } from './text.js';

/** A section for each verdict: what broke in full, the others as lists. */
export const Findings = (block: FindingsBlock) => (
  <>
    {sectionsOf(block).map((section) => (
      <section key={section.title ?? ''}>
        {section.title !== null && <h2>{section.title}</h2>}
        <Section {...section} />
      </section>
    ))}
  </>
);

const Section = ({ title, form, findings }: FindingSection) => {
  switch (form) {
    case 'full':
      return (
        <>
          {findings.map((finding, i) => (
            <FullFinding key={i} finding={finding} heading={title === null ? 'h2' : 'h3'} />
          ))}
        </>
      );
    case 'reasons':
      return (
        <FindingList
          findings={findings}
          say={(finding) => paragraphOf(saidAs('reason', finding))}
        />
      );
    case 'errors':
      return <FindingList findings={findings} say={errorText} />;
    case 'failures':
      return (
        <FindingList
          findings={findings}
          say={(finding) => saidAs('failures', finding).join('; ')}
        />
      );
    default:
      return form satisfies never;
  }
};

/** Adds the full stop that error messages do not have. */
function errorText(finding: Finding): string {
  const reason = saidAs('reason', finding).map((message) => `${message}.`);
  return paragraphOf([...reason, ...saidAs('advice', finding)]);
}

interface FindingListProps {
  readonly findings: readonly Finding[];
  readonly say: (finding: Finding) => string;
}

/** A line for each finding. */
const FindingList = ({ findings, say }: FindingListProps) => (
  <ul>
    {findings.map((finding, i) => (
      <li key={i}>
        <b>{shown(finding.name)}</b>: {shown(say(finding))}
      </li>
    ))}
  </ul>
);

interface FullFindingProps {
  readonly finding: Finding;
  /** The level below that of the section. */
  readonly heading: 'h2' | 'h3';
}

/** A finding with its drawing, proof and commands. */
const FullFinding = ({
  finding: { name, verdict, title, parts },
  heading: Heading,
}: FullFindingProps) => (
  <article>
    <Heading>
      {shown(name)} <Badge tone={toneOfVerdict(verdict)}>{capitalized(verdict)}</Badge>
      {title !== null && <span class="title"> {shown(title)}</span>}
    </Heading>
    {parts.map((part, i) => (
      <Part key={i} part={part} />
    ))}
  </article>
);

interface BadgeProps {
  readonly tone: Tone;
  readonly children: ComponentChildren;
}

/** A word about a result, in the colour of its tone. */
export const Badge = ({ tone, children }: BadgeProps) => (
  <span class={`badge ${tone}`}>{children}</span>
);

const Part = ({ part }: { readonly part: FindingPart }) => {
  switch (part.kind) {
    case 'sentences':
      return isSaidElsewhere(part) ? null : <Sentences {...part} />;
    case 'drawing':
      return <Drawing schedule={part.schedule} />;
    case 'command':
      return <Command {...part} />;
    default:
      return part satisfies never;
  }
};

/** A proof as a numbered list, other sentences as a paragraph. */
export const Sentences = ({ role, sentences }: SentencesBlock) => {
  if (sentences.length === 0) return null;
  if (role !== 'proof') return <p>{paragraphOf(sentences)}</p>;
  return (
    <ol>
      {sentences.map((sentence, i) => (
        <li key={i}>{shown(sentence)}</li>
      ))}
    </ol>
  );
};

/** A command to copy: a click selects all of it. */
export const Command = ({ purpose, command }: CommandBlock) => (
  <p class="command">
    {shown(purpose)}: <code>{command}</code>
  </p>
);
