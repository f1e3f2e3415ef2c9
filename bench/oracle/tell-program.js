/** What a worker does, one statement on each line, in the order in which it would send them. */
export const tellProgram = ({ steps, answer }) =>
  [...tellSteps(steps), `answers ${answer}`].map((line) => `  ${line}`).join('\n');

const tellSteps = (steps) => steps.flatMap(tellStep);

function tellStep(step) {
  switch (step.kind) {
    case 'refuse':
      return ['refuses'];
    case 'choice':
      return [
        `if ${tellRead(step.read)} >= ${step.atLeast}`,
        ...indented(step.enough),
        ...(step.otherwise.length > 0 ? ['otherwise', ...indented(step.otherwise)] : []),
      ];
    case 'attempt':
      return [
        `goes on after an error${step.inTransaction ? ', by a savepoint' : ''} of`,
        ...indented(step.steps),
      ];
    case 'transaction':
      return [
        `begin${step.level}${step.attempts > 1 ? `, ${step.attempts} times after an error` : ''}`,
        ...indented(step.steps),
        step.end,
      ];
    default:
      return [`${step.as}: ${tellStatement(step)}`];
  }
}

const indented = (steps) => tellSteps(steps).map((line) => `  ${line}`);

function tellStatement({ sql, values, isNamed }) {
  const parameters = values.length > 0 ? `, [${values.map(tellValue).join(', ')}]` : '';
  return `${sql.replaceAll(/\s+/g, ' ')}${parameters}${isNamed ? ', named' : ''}`;
}

const tellValue = (value) =>
  typeof value === 'object'
    ? `${tellRead(value.read)} + ${value.plus}, or ${value.otherwise + value.plus}`
    : JSON.stringify(value);

const tellRead = ({ step, field }) => `${step}.${field}`;
