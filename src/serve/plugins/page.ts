/** The page for people: its files, and the addresses of its views. */
import { readFile } from 'node:fs/promises';

import fastifyStatic from '@fastify/static';

import { ownFile } from '../../text/own-files.js';
import type { App } from '../app.js';

/** All of them lead to the same file, which shows the view of its address. */
const VIEWS = ['/', '/race', '/explore', '/step'];

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
  for (const view of VIEWS) {
    app.get(view, { schema: { hide: true } }, (_request, reply) =>
      reply.type('text/html; charset=utf-8').header('cache-control', 'no-cache').send(html),
    );
  }
}
