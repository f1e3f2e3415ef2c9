/** Whether the service works, for those who start it. */
import { Type } from 'typebox';

import type { App, Parts } from '../app.js';
import { serverLost } from '../bank/refusals.js';
import { NameAndSummary, problems, summaryOf } from '../schemas.js';

export async function healthPlugin(app: App, { bank, version, strategies }: Parts): Promise<void> {
  app.get(
    '/health',
    {
      schema: {
        tags: ['service'],
        operationId: 'getHealth',
        summary: 'whether the database can be reached, and which strategies there are',
        response: {
          200: Type.Object({
            version: Type.String(),
            strategies: Type.Array(NameAndSummary),
          }),
          ...problems,
        },
      },
    },
    async () => {
      if (!bank.isUsable) throw serverLost();
      return { version, strategies: strategies.map(summaryOf) };
    },
  );
}
