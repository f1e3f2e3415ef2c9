import { joinBlocks } from '../../text/wrap.js';
import type {
  Block,
  Chart,
  Checklist,
  Defect,
  ExpectationItem,
  Table,
} from '../document/blocks.js';
import { chartLines } from './chart/lines.js';
import type { ReportFormat } from './format.js';
import { drawingLines, findingBlocks, sentenceLines } from './markdown/findings.js';
import { escape, fenced, fencedCommand, grid, item, section } from './markdown/markup.js';

/** GitHub's Markdown, for a README, a pull request or a job summary. */
export const markdown: ReportFormat = {
  extension: '.md',
  render: (content) => joinBlocks(content.document().flatMap(blocksOf)),
};

/** Each block becomes blocks of lines, with a blank line between. */
function blocksOf(block: Block): readonly (readonly string[])[] {
  switch (block.kind) {
    case 'title':
      return [[`${'#'.repeat(block.level)} ${block.command}: ${escape(block.subject)}`]];
    case 'heading':
      return [[`## ${escape(block.subject)}: ${block.status}`], fenced([block.command], 'sh')];
    case 'setup':
      return [[escape(`${block.parts.join(', ')}.`), escape(block.server)]];
    case 'interruption':
      return [[`> **Interrupted:** ${escape(block.reason)}`]];
    case 'paragraph':
      return [[block.style === 'strong' ? `**${escape(block.text)}**` : escape(block.text)]];
    case 'notes':
      return [[block.notes.map(escape).join(' ')]];
    case 'table':
      return [figures(block), notesBelow(block)];
    case 'checklist':
      return [checklist(block)];
    case 'findings':
      return findingBlocks(block);
    case 'list':
      return section(block.title, [block.items.map(({ name, text }) => item(name, escape(text)))]);
    case 'expectations':
      return section('Expectations', [block.items.map(expectation)]);
    case 'sentences':
      return [sentenceLines(block)];
    case 'drawing':
      return [drawingLines(block)];
    case 'command':
      return [[`${block.purpose}:`], fencedCommand(block.command)];
    case 'defect':
      return defect(block);
    case 'code':
      return [[escape(`${block.caption}:`)], fenced(block.lines, 'ts')];
    case 'chart':
      return [chart(block)];
    case 'ends':
      return [];
    case 'total':
      return [[escape(`${block.text}.`)]];
    default:
      return block satisfies never;
  }
}

/** The drawing of a terminal, without colour. A page shows bars, Markdown does not. */
function chart(block: Chart): string[] {
  const lines = chartLines(block, { width: 80, paint: (text) => text });
  return lines.length === 0 ? [] : fenced(lines, 'text');
}

function figures({ columns, rows, pageRank }: Table): string[] {
  const isShown = columns.map(({ rank }) => rank <= pageRank);
  return grid(
    columns.filter((_, i) => isShown[i]),
    rows.map((cells) => cells.filter((_, i) => isShown[i]).map(({ text }) => text)),
  );
}

function notesBelow({ footnote, notes }: Table): string[] {
  const lines = [...(footnote === null ? [] : [`* ${footnote}.`]), ...notes];
  return lines.length === 0 ? [] : [lines.map(escape).join(' ')];
}

const checklist = ({ header, items }: Checklist): string[] =>
  grid(
    [
      { header, align: 'left' },
      { header: 'status', align: 'left' },
      { header: 'time', align: 'right' },
      { header: 'found', align: 'left' },
    ],
    items.map(({ name, status, time, reason }) => [name, status, time, reason]),
  );

function expectation({ status, rule, finding }: ExpectationItem): string {
  const word = status === 'met' ? status : `**${status}**`;
  return `- ${word}: ${escape(rule)} (${escape(finding)})`;
}

const defect = ({ message, hint, stack }: Defect): readonly (readonly string[])[] => [
  [[message, ...(hint === null ? [] : [hint])].map(escape).join(' ')],
  stack === null ? [] : fenced(stack.split('\n'), 'text'),
];
