/** How many orders the steps of some programs have at most. */
export function mostOrders(programs) {
  let orders = 1;
  let before = 0;
  for (const { steps } of programs) {
    const count = mostSteps(steps);
    for (let step = 1; step <= count; step += 1) orders *= (before + step) / step;
    before += count;
  }
  return Math.round(orders);
}

const mostSteps = (steps) => steps.reduce((total, step) => total + most(step), 0);

function most(step) {
  switch (step.kind) {
    case 'refuse':
      return 0;
    case 'choice':
      return Math.max(mostSteps(step.enough), mostSteps(step.otherwise));
    case 'attempt':
      return mostSteps(step.steps) + (step.inTransaction ? 2 : 0);
    case 'transaction':
      return (mostSteps(step.steps) + 2) * step.attempts;
    default:
      return 1;
  }
}
