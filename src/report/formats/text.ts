import { padEnd, widestOf } from '../../text/width.js';
import { joinBlocks, printable, words, wrap } from '../../text/wrap.js';
import type {
  Block,
  ChecklistItem,
  Defect,
  Document,
  Expectations,
  Heading,
  List,
  Paragraph,
  Setup,
  Table,
  Tone,
} from '../document/blocks.js';
import type { ReportFormat, Style } from './format.js';
import { chart } from './text/chart.js';
import { checklistItemLines, checklistLines } from './text/checklist.js';
import { commandLines, drawingLines, findingBlocks, sentenceLines } from './text/findings.js';
import { grid } from './text/grid.js';
import { missingColumnsNotes } from './text/missing-columns.js';
import { dimmed, indented, pageFor, paint, type Page } from './text/page.js';
import { headingWithRule } from './text/heading.js';

/** For terminals: tables and drawings of their width, and text of a readable width. */
export const text: ReportFormat = {
  extension: null,
  render: (content, style) => documentText(content.document(), style),
};

/** Blocks as text, with the total at the end. */
export function documentText(document: Document, style: Style): string {
  const page = pageFor(style);
  const isTotal = ({ kind }: Block) => kind === 'total';
  const ordered = [...document.filter((block) => !isTotal(block)), ...document.filter(isTotal)];
  return joinBlocks(ordered.flatMap((block) => blocksOf(block, page)));
}

/** One line of a checklist, printed before the others are known; `names` are those of all items. */
export const checklistItemText = (
  item: ChecklistItem,
  names: readonly string[],
  style: Style,
): string => `${checklistItemLines(item, names, pageFor(style)).join('\n')}\n`;

/** Each block becomes blocks of lines, with a blank line between. */
function blocksOf(block: Block, page: Page): readonly (readonly string[])[] {
  switch (block.kind) {
    case 'title':
      return [];
    case 'heading':
      return [heading(block, page)];
    case 'setup':
      return [setup(block, page)];
    case 'interruption':
      return [alert(`INTERRUPTED: ${block.reason}`, page)];
    case 'paragraph':
      return [paragraph(block, page)];
    case 'notes':
      return [dimmed(block.notes, page)];
    case 'table':
      return figures(block, page);
    case 'checklist':
      return [checklistLines(block, page)];
    case 'findings':
      return findingBlocks(block, page);
    case 'list':
      return [list(block, page)];
    case 'expectations':
      return [expectations(block, page)];
    case 'sentences':
      return [sentenceLines(block, page)];
    case 'drawing':
      return [drawingLines(block, page)];
    case 'command':
      return [commandLines(block)];
    case 'defect':
      return [defect(block, page)];
    case 'code':
      return [[`${block.caption}:`], [...block.lines]];
    case 'chart':
      return [chart(block, page)];
    case 'ends':
      return [];
    case 'total':
      return [[paint(block.tone, page.chalk).bold(block.text)]];
    default:
      return block satisfies never;
  }
}

function heading({ subject, status, tone, command }: Heading, page: Page): string[] {
  const { chalk } = page;
  const said = words(`${printable(subject)}: ${status}`).map((word) =>
    paint(tone, chalk).bold(word),
  );
  return [
    ...headingWithRule(said, page),
    // On one line, even if long: a wrapped command could not be pasted.
    chalk.dim(command),
  ];
}

/** Keeps each part on one line if possible. */
function setup({ scenario, parts, server }: Setup, { chalk, width }: Page): string[] {
  const listed = parts.map(printable).map((part, i) => (i < parts.length - 1 ? `${part},` : part));
  const named = words(scenario).map((word) => chalk.bold(word));
  return [
    ...wrap([...named.slice(0, -1), `${named.at(-1)}:`, ...listed], { width, hanging: '  ' }),
    ...wrap(words(server), { width, hanging: '  ' }),
  ];
}

function paragraph({ text: said, style }: Paragraph, page: Page): string[] {
  switch (style) {
    case 'plain':
      return wrap(words(said), { width: page.width });
    case 'line':
      return [printable(said)];
    case 'strong':
      return wrap(words(said), { width: page.width, hanging: '  ' }).map((line) =>
        page.chalk.bold(line),
      );
    default:
      return style satisfies never;
  }
}

const alert = (said: string, { chalk, width }: Page): string[] =>
  wrap(words(said), { width }).map((line) => chalk.red.bold(line));

/** The table, and below it the notes that are needed to read it. */
function figures(block: Table, page: Page): readonly (readonly string[])[] {
  const { lines, missing } = grid(block, page);
  const footnote = block.footnote === null ? [] : [`* ${block.footnote}`];
  return [lines, dimmed([...footnote, ...block.notes, ...missingColumnsNotes(missing)], page)];
}

const list = ({ title, items }: List, { width }: Page): string[] => [
  title,
  ...items.flatMap((item) =>
    wrap(words(item.text), { width, first: `  ${printable(item.name)}: `, hanging: '    ' }),
  ),
];

const TONES: Readonly<Record<Expectations['items'][number]['status'], Tone>> = {
  met: 'good',
  'NOT MET': 'bad',
  'not judged': 'open',
};

function expectations({ items }: Expectations, { chalk, width }: Page): string[] {
  const widest = widestOf(items.map(({ rule }) => printable(rule)));
  const lines = items.flatMap(({ status, rule, finding }) => {
    const word = paint(TONES[status], chalk)(padEnd(status, 10));
    const first = `  ${word}  ${padEnd(printable(rule), widest)}  `;
    return wrap(words(finding), { width, first, hanging: ' '.repeat(14) });
  });
  return ['Expectations', ...lines];
}

const defect = ({ message, hint, stack }: Defect, page: Page): string[] => [
  ...wrap(words(message), { width: page.width, hanging: '  ' }),
  ...(hint === null ? [] : indented(hint, page)),
  ...(stack === null ? [] : stack.split('\n')),
];
