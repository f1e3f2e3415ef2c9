import { toneOfVerdict } from '../../report/document/tones.js';
import { Badge, Sentences } from '../../report/formats/html/findings.js';
import { Button } from '../fields.js';
import type { BankReport } from '../service.js';

type Verdict = BankReport['accounts'][number];

interface AccountReportProps {
  readonly report: Verdict;
  readonly isBusy: boolean;
  readonly onRefresh: () => void;
}

/** What the service finds about an account, from everything that was done to it so far. */
export const AccountReport = ({ report, isBusy, onRefresh }: AccountReportProps) => {
  const { account, verdict, reason, witness } = report;
  return (
    <section>
      <h2>
        Account {account} <Badge tone={toneOfVerdict(verdict)}>{verdict}</Badge>
      </h2>
      <dl class="figures-list">
        {FIGURES.map(({ name, of }) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{of(report) ?? 'unknown'}</dd>
          </div>
        ))}
      </dl>
      <Button disabled={isBusy} onPress={onRefresh}>
        Judge again
      </Button>
      <p>{reason}</p>
      {witness !== null && (
        <Sentences kind="sentences" role="proof" sentences={witness.sentences} />
      )}
    </section>
  );
};

interface Figure {
  readonly name: string;
  readonly of: (report: Verdict) => number | null;
}

const FIGURES: readonly Figure[] = [
  { name: 'initial balance', of: (report) => report.initialBalance },
  { name: 'final balance', of: (report) => report.finalBalance },
  { name: 'expected balance', of: (report) => report.expectedBalance },
  { name: 'drift', of: (report) => report.drift },
  { name: 'lost updates', of: (report) => report.lostUpdates },
  { name: 'violations', of: (report) => report.violations },
  { name: 'committed', of: (report) => report.operations.committed },
  { name: 'refused', of: (report) => report.operations.refused },
  { name: 'failed', of: (report) => report.operations.failed },
  { name: 'retries', of: (report) => report.retries },
];
