import type { VariedReport } from '../../../model.js';
import { valueLabel } from '../../../plan/vary.js';
import { raceSuite } from '../race/suite.js';
import { classnamePart, type Suite } from '../suite/suite.js';

/** A suite for each value. */
export const variedSuites = ({ parameter, points }: VariedReport): Suite[] =>
  points.map(({ value, report }) => {
    const suite = raceSuite(report);
    const label = valueLabel(parameter, value);
    return {
      ...suite,
      name: `${suite.name} ${label}`,
      classname: `${suite.classname}.${classnamePart(label)}`,
      properties: [['vary', label], ...suite.properties],
    };
  });
