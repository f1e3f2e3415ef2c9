/** What requests can name. */
import { Type } from 'typebox';

import type { App, Parts } from '../app.js';
import { NameAndSummary, problems, summaryOf } from '../schemas.js';
import { contextOf } from '../work-parts.js';

/** By these names, the page and other clients fill their lists. */
export const CatalogueBody = Type.Object(
  {
    strategies: Type.Array(NameAndSummary),
    scenarios: Type.Array(NameAndSummary),
    cases: Type.Array(
      Type.Object({
        name: Type.String(),
        workers: Type.Array(Type.String(), { description: 'their names, by letter' }),
      }),
    ),
  },
  { $id: 'Catalogue' },
);

export async function cataloguePlugin(app: App, { strategies, work }: Parts): Promise<void> {
  app.addSchema(CatalogueBody);
  const { scenarios } = contextOf(work);
  const catalogue = {
    strategies: strategies.map(summaryOf),
    scenarios: scenarios.map(summaryOf),
    cases: work.cases.map(({ name, workers }) => ({
      name,
      workers: workers.map((worker) => worker.name),
    })),
  };
  app.get(
    '/catalogue',
    {
      schema: {
        tags: ['service'],
        operationId: 'getCatalogue',
        summary: 'the strategies, scenarios and cases that requests can name',
        response: { 200: Type.Ref('Catalogue'), ...problems },
      },
    },
    async () => catalogue,
  );
}
