import type {
  FreeEnd,
  FreeRacePlan,
  FreeRaceReport,
  FreeRaceResult,
  Lookup,
} from '../../../../model.js';
import { lettersOf } from '../../../../text/schedule.js';
import { caseExpectations } from '../../expectation-data.js';
import {
  anomalyData,
  differenceData,
  endingData,
  serialData,
  workersData,
} from '../witness-data.js';

/** Free rounds of cases as plain data. */
export const roundsData = ({ plan, server, results, ...rest }: FreeRaceReport) => ({
  plan: planData(plan),
  server,
  results: results.map(resultData),
  expectations: caseExpectations(rest.expectations),
  interruption: rest.interruption,
});

/** Field by field, so that the URL, with its password, can never slip in. */
const planData = (plan: FreeRacePlan) => ({
  command: plan.command,
  kind: plan.kind,
  cases: plan.cases.map(({ name, reference }) => ({ name, reference: reference ?? null })),
  rounds: plan.rounds,
  seed: plan.seed,
  expectations: plan.expectations.map(({ rule }) => rule),
});

/** All fields of a result. First what the case is and what was found, last the evidence. */
function resultData({ witness, ends, ...result }: FreeRaceResult) {
  const { case: name, reference, workers, verdict, reason, ...figures } = result;
  return {
    case: name,
    reference: reference ?? null,
    workers: workersData(workers),
    verdict,
    reason,
    ...figures,
    ends: ends.map((end) => endData(end, workers)),
    witness:
      witness === null
        ? null
        : {
            round: witness.round,
            order: witness.order === null ? null : lettersOf(witness.order),
            ...endParts(witness, workers),
            serial: witness.serial.map((outcome) => serialData(outcome, workers)),
            difference:
              witness.difference === null ? null : differenceData(witness.difference, workers),
            lookup: witness.lookup === null ? null : lookupData(witness.lookup),
          },
  };
}

const lookupData = ({ schedule, schedules }: Lookup) => ({
  schedule: schedule === null ? null : lettersOf(schedule),
  schedules,
});

const endData = (end: FreeEnd, workers: readonly string[]) => ({
  rounds: end.rounds,
  firstRound: end.firstRound,
  verdict: end.verdict,
  ...endParts(end, workers),
});

const endParts = (
  { anomalies, endings, changes }: Pick<FreeEnd, 'anomalies' | 'endings' | 'changes'>,
  workers: readonly string[],
) => ({
  anomalies: anomalies.map((anomaly) => anomalyData(anomaly, workers)),
  endings: endings.map((ending, i) => endingData(ending, i + 1, workers)),
  changes,
});
