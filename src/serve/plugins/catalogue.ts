/** What requests can name. */
import { Type } from 'typebox';

import { planContext } from '../../plan/context.js';
import { randomSeed } from '../../plan/seed.js';
import type { App, Parts } from '../app.js';
import { problems } from '../schemas.js';

const Named = Type.Object({ name: Type.String(), summary: Type.String() });

export const CatalogueBody = Type.Object(
  {
    strategies: Type.Array(Named),
    scenarios: Type.Array(Named),
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
  const own = { strategies: work.strategies, scenarios: work.scenarios };
  const { scenarios } = planContext(
    { environmentUrl: undefined, randomSeed },
    { where: 'serve', ...own },
  );
  const summarized = ({ name, summary }: { readonly name: string; readonly summary: string }) => ({
    name,
    summary,
  });
  const catalogue = {
    strategies: strategies.map(summarized),
    scenarios: scenarios.map(summarized),
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
