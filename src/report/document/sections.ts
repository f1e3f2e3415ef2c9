/** Findings as a page shows them: by verdict, what broke in full, the others as lists. */
import type { Finding, Findings, Sentences } from './blocks.js';
import type { VerdictWord } from './failure.js';

/** What is shown of each finding of a section. */
export type SectionForm = 'full' | 'reasons' | 'errors' | 'failures';

export interface FindingSection {
  /** Null: the only finding of a report, which needs no heading. */
  readonly title: string | null;
  readonly form: SectionForm;
  /** At least one, each with something to show. */
  readonly findings: readonly Finding[];
}

/** The sections that are not empty, in the order of a page. */
export function sectionsOf({ findings }: Findings): readonly FindingSection[] {
  const having = (verdict: VerdictWord) =>
    findings.filter((finding) => finding.form !== 'only' && finding.verdict === verdict);
  const saying = (role: Sentences['role'], some: readonly Finding[]) =>
    some.filter((finding) => saidAs(role, finding).length > 0);
  const sections: readonly FindingSection[] = [
    { title: null, form: 'full', findings: findings.filter(({ form }) => form === 'only') },
    { title: 'What broke', form: 'full', findings: having('broken') },
    { title: 'Held', form: 'reasons', findings: saying('reason', having('held')) },
    { title: 'Errors', form: 'errors', findings: having('error') },
    { title: 'Inconclusive', form: 'reasons', findings: saying('reason', having('inconclusive')) },
    { title: 'Failed operations', form: 'failures', findings: saying('failures', findings) },
  ];
  return sections.filter((section) => section.findings.length > 0);
}

/** The sentences of a finding with this role. */
export const saidAs = (role: Sentences['role'], { parts }: Finding): readonly string[] =>
  parts.flatMap((part) => (part.kind === 'sentences' && part.role === role ? part.sentences : []));

/** Whether a page says these sentences in a section of their own, or not at all. */
export const isSaidElsewhere = ({ role }: Sentences): boolean =>
  role === 'failures' || role === 'remark';
