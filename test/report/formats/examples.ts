/** A block of every kind, by hand. */
import type { Block, Document } from '../../../src/report/document/blocks.js';
import type { ReportContent } from '../../../src/report/document/content.js';
import { formats, type Format } from '../../../src/report/formats/index.js';
import { lostUpdate } from '../drawing/schedules.js';

/** A kind without an example does not compile. */
export const EXAMPLES: { readonly [K in Block['kind']]: Extract<Block, { readonly kind: K }> } = {
  title: { kind: 'title', level: 3, command: 'race-lab explore', subject: 'with*draw' },
  heading: {
    kind: 'heading',
    subject: 'nothing_is lost',
    status: 'NOT MET',
    tone: 'bad',
    command: 'race-lab run',
  },
  setup: {
    kind: 'setup',
    scenario: 'withdraw',
    parts: ['50 workers × 20 operations', '1 account', 'starting balance 5,000', 'seed 42'],
    server: 'PostgreSQL 18.4.',
  },
  interruption: { kind: 'interruption', reason: 'The server went_away.' },
  paragraph: { kind: 'paragraph', text: 'Kept: schema race_lab.', style: 'plain' },
  notes: { kind: 'notes', notes: ['One thing_to know.', 'Another.'] },
  table: {
    kind: 'table',
    columns: [
      { header: 'strategy', align: 'left', rank: 1, isShownBelow: false },
      { header: 'lost updates', align: 'right', rank: 2, isShownBelow: false },
      { header: 'time', align: 'right', rank: 3, isShownBelow: false },
    ],
    rows: [
      [
        { text: 'naive', tone: null },
        { text: '421', tone: 'bad' },
        { text: '1 s *', tone: null },
      ],
      [
        { text: 'for_update', tone: null },
        { text: '0', tone: 'good' },
        { text: '2 s', tone: null },
      ],
    ],
    essentialRank: 2,
    pageRank: 2,
    footnote: 'cut short',
    notes: ['Latency is closed-loop.'],
  },
  checklist: {
    kind: 'checklist',
    header: 'experiment',
    items: [
      { name: 'one', status: 'ok', tone: 'good', time: '1.2 s', reason: '' },
      { name: 'another', status: 'ERROR', tone: 'bad', time: '40 ms', reason: 'no_server' },
    ],
  },
  findings: {
    kind: 'findings',
    findings: [
      {
        name: 'atomic',
        verdict: 'held',
        title: null,
        parts: [{ kind: 'sentences', role: 'reason', sentences: ['all 20 schedules'] }],
        form: 'item',
      },
      {
        name: 'naive',
        verdict: 'broken',
        title: 'lost update',
        parts: [
          { kind: 'sentences', role: 'summary', sentences: ['Broken in 4 of 6.', 'ABAB'] },
          { kind: 'sentences', role: 'proof', sentences: ['A read_it.', 'B read it.'] },
          { kind: 'sentences', role: 'failures', sentences: ['2 failed with 40P01'] },
          { kind: 'sentences', role: 'remark', sentences: ['By luck.'] },
          { kind: 'command', purpose: 'Race it again', command: 'race-lab run' },
        ],
        form: 'chapter',
      },
      {
        name: 'mine',
        verdict: 'error',
        title: null,
        parts: [
          { kind: 'sentences', role: 'reason', sentences: ['it threw'] },
          { kind: 'sentences', role: 'advice', sentences: ['Fix it.'] },
        ],
        form: 'paragraph',
      },
    ],
  },
  list: {
    kind: 'list',
    title: 'Retries',
    items: [{ name: 'for_update', text: '40001 × 12' }],
  },
  expectations: {
    kind: 'expectations',
    items: [
      { status: 'met', rule: 'held', finding: 'atomic: held' },
      { status: 'NOT MET', rule: 'lost-updates=0', finding: 'naive: 421' },
      { status: 'not judged', rule: 'p99<5', finding: 'naive: –' },
    ],
  },
  sentences: { kind: 'sentences', role: 'proof', sentences: ['A read_it.', 'B read it.'] },
  drawing: { kind: 'drawing', schedule: { ...lostUpdate, steps: lostUpdate.steps.slice(2, 3) } },
  command: { kind: 'command', purpose: 'Replay it', command: 'replay({ ...options })' },
  defect: {
    kind: 'defect',
    message: 'no_server',
    hint: 'Start one.',
    stack: 'Error: x\n    at y.ts:1',
  },
  code: {
    kind: 'code',
    caption: 'A test_of it',
    lines: ["test('it', () => {", '  a * b * c;', '});'],
  },
  chart: {
    kind: 'chart',
    title: 'operations per_second',
    form: 'lines',
    over: 'workers',
    places: ['1', '10', '50'],
    series: [
      { name: 'naive', values: [900, 4100, null] },
      { name: 'for_update', values: [800, 2100, 1900.5] },
    ],
    unit: '/s',
  },
  ends: {
    kind: 'ends',
    name: 'na*ive',
    ends: [
      {
        schedules: 22,
        broken: 22,
        text: 'A and B committed; balance_0',
        examples: Array.from({ length: 20 }, (_none, i) => `ABBA${'B'.repeat(i)}`),
      },
      { schedules: 1, broken: 0, text: 'A <committed>', examples: ['AABB'] },
    ],
    more: 3,
  },
  total: { kind: 'total', text: '3 experiments in 4 s: 3 ok', tone: 'good' },
};

const contentOf = (document: Document): ReportContent => ({
  document: () => document,
  suites: () => [],
  data: () => ({}),
  records: () => [],
});

export const style = { width: 80, color: false };

export const print = (format: Format, ...document: Document) =>
  formats[format].render(contentOf(document), style);

export const examples = Object.values(EXAMPLES);

/** All examples in one format, each below its kind. */
export const printAll = (format: Format): string =>
  examples.map((block) => `== ${block.kind}\n${print(format, block)}`).join('');
