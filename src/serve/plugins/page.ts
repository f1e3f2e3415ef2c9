/** The page for people: its files, and the addresses of its views. */
import { readFile } from 'node:fs/promises';

import fastifyStatic from '@fastify/static';

import { ownFile } from '../../text/own-files.js';
import type { App } from '../app.js';
import { PAGE_PATHS } from '../page-paths.js';

export async function pagePlugin(app: App): Promise<void> {
  const html = await readFile(ownFile('dist/page/index.html'), 'utf8');
  await app.register(fastifyStatic, {
    root: ownFile('dist/page/assets'),
    prefix: '/assets/',
    index: false,
    // Their names change with their content.
    immutable: true,
    maxAge: '365d',
  });
  for (const path of PAGE_PATHS) {
    app.get(path, { schema: { hide: true } }, (_request, reply) =>
      reply.type('text/html; charset=utf-8').header('cache-control', 'no-cache').send(html),
    );
  }
}
