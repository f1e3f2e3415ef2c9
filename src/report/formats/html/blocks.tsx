import type { Block, Defect, Document, ExpectationItem, Tone } from '../../document/blocks.js';
import { Chart } from './chart.js';
import { Drawing } from './drawing.js';
import { Ends } from './ends.js';
import { Badge, Command, Findings, Sentences } from './findings.js';
import { Checklist, Notes, Table } from './tables.js';
import { shown } from './text.js';

/** A report as HTML. */
export const Blocks = ({ document }: { readonly document: Document }) => (
  <>
    {document.map((block, i) => (
      <OneBlock key={i} block={block} />
    ))}
  </>
);

const OneBlock = ({ block }: { readonly block: Block }) => {
  switch (block.kind) {
    case 'title':
      return (
        <h1>
          {block.command}: {shown(block.subject)}
        </h1>
      );
    case 'heading':
      return (
        <>
          <h2 class="chapter">
            {shown(block.subject)}: <Badge tone={block.tone}>{block.status}</Badge>
          </h2>
          <p class="command">
            <code>{block.command}</code>
          </p>
        </>
      );
    case 'setup':
      return (
        <p class="setup">
          <b>{shown(block.scenario)}</b>: {block.parts.map(shown).join(', ')}. {shown(block.server)}
        </p>
      );
    case 'interruption':
      return (
        <p class="interruption" role="alert">
          <b>Interrupted:</b> {shown(block.reason)}
        </p>
      );
    case 'paragraph':
      return <p class={block.style}>{shown(block.text)}</p>;
    case 'notes':
      return <Notes notes={block.notes} />;
    case 'table':
      return <Table {...block} />;
    case 'checklist':
      return <Checklist {...block} />;
    case 'findings':
      return <Findings {...block} />;
    case 'list':
      return (
        <section>
          <h2>{shown(block.title)}</h2>
          <ul>
            {block.items.map(({ name, text }) => (
              <li key={name}>
                <b>{shown(name)}</b>: {shown(text)}
              </li>
            ))}
          </ul>
        </section>
      );
    case 'expectations':
      return (
        <section>
          <h2>Expectations</h2>
          <ul class="expectations">
            {block.items.map((item, i) => (
              <Expectation key={i} {...item} />
            ))}
          </ul>
        </section>
      );
    case 'sentences':
      return <Sentences {...block} />;
    case 'drawing':
      return <Drawing schedule={block.schedule} />;
    case 'command':
      return <Command {...block} />;
    case 'defect':
      return <DefectBlock {...block} />;
    case 'code':
      return (
        <figure>
          <figcaption>{shown(block.caption)}</figcaption>
          <pre tabIndex={0}>{block.lines.join('\n')}</pre>
        </figure>
      );
    case 'chart':
      return <Chart {...block} />;
    case 'ends':
      return <Ends {...block} />;
    case 'total':
      return (
        <p class={`total ${block.tone}`}>
          <b>{shown(block.text)}.</b>
        </p>
      );
    default:
      return block satisfies never;
  }
};

const TONES: Readonly<Record<ExpectationItem['status'], Tone>> = {
  met: 'good',
  'NOT MET': 'bad',
  'not judged': 'open',
};

const Expectation = ({ status, rule, finding }: ExpectationItem) => (
  <li>
    <Badge tone={TONES[status]}>{status}</Badge> {shown(rule)} ({shown(finding)})
  </li>
);

const DefectBlock = ({ message, hint, stack }: Defect) => (
  <div class="defect">
    <p>{shown([message, hint].filter(Boolean).join(' '))}</p>
    {stack !== null && <pre tabIndex={0}>{stack}</pre>}
  </div>
);
