/** The description of the service, for programs and for people. */
import swagger from '@fastify/swagger';
import swaggerUi from '@fastify/swagger-ui';

import type { App, Parts } from '../app.js';

export async function openapiPlugin(app: App, { version }: Parts): Promise<void> {
  await app.register(swagger, {
    openapi: {
      openapi: '3.1.0',
      info: {
        title: 'race-lab',
        version,
        description:
          'A small bank whose operations are carried out under named strategies and judged.',
        license: { name: 'MIT', identifier: 'MIT' },
      },
      tags: [
        {
          name: 'bank',
          description: 'Accounts, operations on them, and the report on all of these',
        },
        { name: 'race', description: 'Races, as race-lab run does them' },
        { name: 'exploration', description: 'Explorations, as race-lab explore does them' },
        { name: 'stepping', description: 'Schedules that are stepped through by hand' },
        { name: 'service', description: 'Whether it works, and what it knows' },
      ],
    },
    refResolver: { buildLocalReference: (json, _base, _fragment, index) => nameOf(json, index) },
  });
  await app.register(swaggerUi, { routePrefix: '/docs', staticCSP: true });
  app.get('/openapi.json', { schema: { hide: true } }, async () => app.swagger());
}

const nameOf = ({ $id }: { readonly $id?: unknown }, index: number): string =>
  typeof $id === 'string' ? $id : `Schema${index}`;
