/** Reports as web pages: one file, without scripts, and without anything from a network. */
import { createHash } from 'node:crypto';

import { renderToString } from 'preact-render-to-string';

import type { Document } from '../../document/blocks.js';
import { Blocks } from './blocks.js';
import { STYLE } from './style.js';
import { shown } from './text.js';

/** A report as one file. The policy allows its own style sheet and nothing else. */
export function htmlPage(document: Document): string {
  const style = createHash('sha256').update(STYLE).digest('base64');
  const policy = `default-src 'none'; style-src 'sha256-${style}'`;
  const body = renderToString(
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta http-equiv="Content-Security-Policy" content={policy} />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <title>{titleOf(document)}</title>
        <style dangerouslySetInnerHTML={{ __html: STYLE }} />
      </head>
      <body>
        <main>
          <Blocks document={document} />
        </main>
      </body>
    </html>,
  );
  return `<!doctype html>\n${body}\n`;
}

function titleOf(document: Document): string {
  const title = document.find((block) => block.kind === 'title');
  return title === undefined ? 'race-lab' : `${title.command}: ${shown(title.subject)}`;
}
