/**
 * A report as a list of blocks: its content, not its look. Every format for people renders the same
 * blocks. To add a kind, define it here and add it to {@link Block}. The compiler then names each
 * format that does not render it.
 */
import type { Drawn } from '../drawing/index.js';
import type { VerdictWord } from './failure.js';

/**
 * A report, from top to bottom. Text in it is plain, and may come from outside: a format escapes
 * it.
 */
export type Document = readonly Block[];

export type Block =
  | Title
  | Heading
  | Setup
  | Interruption
  | Paragraph
  | Notes
  | Table
  | Checklist
  | Findings
  | List
  | Expectations
  | Sentences
  | Drawing
  | Command
  | Defect
  | Total
  | Code
  | Chart
  | Ends;

/** Whether a result is good or bad; a format may colour it. Open: not decided. */
export type Tone = 'good' | 'bad' | 'open';

/**
 * The command and its subject. A terminal leaves the title out, because the command line is above.
 */
export interface Title {
  readonly kind: 'title';
  readonly level: 2 | 3;
  /** `race-lab explore` */
  readonly command: string;
  /** `withdraw` */
  readonly subject: string;
}

/** Begins a chapter: `nothing is lost: NOT MET` */
export interface Heading {
  readonly kind: 'heading';
  readonly subject: string;
  readonly status: string;
  readonly tone: Tone;
  /** The command that repeats the chapter. */
  readonly command: string;
}

/** What was carried out, and where. */
export interface Setup {
  readonly kind: 'setup';
  readonly scenario: string;
  /** `50 workers × 20 operations`, in parts that are best kept on one line each. */
  readonly parts: readonly string[];
  readonly server: string;
}

/** Why the report is not complete. */
interface Interruption {
  readonly kind: 'interruption';
  readonly reason: string;
}

export interface Paragraph {
  readonly kind: 'paragraph';
  readonly text: string;
  /** Strong: a conclusion. Line: stays on one line, however long. */
  readonly style: 'plain' | 'strong' | 'line';
}

/** Remarks on the blocks above. */
interface Notes {
  readonly kind: 'notes';
  readonly notes: readonly string[];
}

/** Figures: a row for each of several things. */
export interface Table {
  readonly kind: 'table';
  /** In the order in which they are read; the first one names the row. */
  readonly columns: readonly TableColumn[];
  /** Each with a cell for each column. */
  readonly rows: readonly (readonly Cell[])[];
  /** Columns up to this rank are always shown, even if names have to be cut. */
  readonly essentialRank: number;
  /** The columns up to this rank are shown on a page, which has no fixed width. */
  readonly pageRank: number;
  /** What an asterisk in a cell means; null when there is none. */
  readonly footnote: string | null;
  readonly notes: readonly string[];
}

export interface TableColumn {
  /** Plain words; a narrow table sets each in a line of its own. */
  readonly header: string;
  readonly align: 'left' | 'right';
  /**
   * 1 is the most important. Without room, the columns with the highest ranks are left out first.
   */
  readonly rank: number;
  /**
   * Whether the rest of the document shows the figure too: then a note about its omission is not
   * needed.
   */
  readonly isShownBelow: boolean;
}

export interface Cell {
  readonly text: string;
  /** Null: it is neither good nor bad. */
  readonly tone: Tone | null;
}

/** The results of several things, in one line each. */
export interface Checklist {
  readonly kind: 'checklist';
  /** What the things are: `experiment`. */
  readonly header: string;
  readonly items: readonly ChecklistItem[];
}

export interface ChecklistItem {
  readonly name: string;
  readonly status: string;
  readonly tone: Tone;
  /** `1.2 s` */
  readonly time: string;
  /** Why it is not ok; empty when it is. */
  readonly reason: string;
}

/**
 * What was found for each strategy or case. A terminal shows the findings in this order, a page by verdict.
 */
export interface Findings {
  readonly kind: 'findings';
  readonly findings: readonly Finding[];
}

export interface Finding {
  /** Of the strategy or the case. */
  readonly name: string;
  readonly verdict: VerdictWord;
  /** In a few words: `lost update on account 2`; null when the parts begin with the reason. */
  readonly title: string | null;
  readonly parts: readonly FindingPart[];
  /**
   * Item: a line in a list of those with its verdict. Chapter: one of several, each with a drawing.
   * Only: the report is about nothing else, and begins with its drawing on a terminal.
   */
  readonly form: 'item' | 'paragraph' | 'chapter' | 'only';
}

export type FindingPart = Sentences | Drawing | Command;

export interface Sentences {
  readonly kind: 'sentences';
  /**
   * Reason: the reason of the verdict, which may follow on the same line. Summary: what was found,
   * in a paragraph. Proof: the evidence, step by step. Advice: what to do. Failures: causes of
   * failed operations, which a page lists for all strategies together. Remark: for a terminal only.
   */
  readonly role: 'reason' | 'summary' | 'proof' | 'advice' | 'failures' | 'remark';
  readonly sentences: readonly string[];
}

/** A schedule, in columns. */
export interface Drawing {
  readonly kind: 'drawing';
  readonly schedule: Drawn;
}

/** How to repeat a result. */
export interface Command {
  readonly kind: 'command';
  /** `Replay it` */
  readonly purpose: string;
  /** For a shell, or a call in TypeScript if the command line cannot name the strategy. */
  readonly command: string;
}

/** More facts about some of the strategies: `naive: 40001 × 12`. */
export interface List {
  readonly kind: 'list';
  readonly title: string;
  readonly items: readonly ListItem[];
}

export interface ListItem {
  readonly name: string;
  readonly text: string;
}

/** What was expected, and what was found. */
export interface Expectations {
  readonly kind: 'expectations';
  readonly items: readonly ExpectationItem[];
}

export interface ExpectationItem {
  readonly status: 'met' | 'NOT MET' | 'not judged';
  readonly rule: string;
  /** `naive: 421` */
  readonly finding: string;
}

/** Why there is nothing to report. */
export interface Defect {
  readonly kind: 'defect';
  readonly message: string;
  readonly hint: string | null;
  readonly stack: string | null;
}

/** The total result. A terminal shows it at the end. */
export interface Total {
  readonly kind: 'total';
  readonly text: string;
  readonly tone: Tone;
}

/** Source text to copy. */
export interface Code {
  readonly kind: 'code';
  /** What it is, without a colon. */
  readonly caption: string;
  readonly lines: readonly string[];
}

/**
 * The different ends of the schedules of a strategy or a case. Only a page shows it: it lists schedules to choose from.
 */
export interface Ends {
  readonly kind: 'ends';
  /** Of the strategy or the case. */
  readonly name: string;
  /** The most frequent first. */
  readonly ends: readonly EndRow[];
  /** Ends that are left out. */
  readonly more: number;
}

export interface EndRow {
  /** How many schedules ended so. */
  readonly schedules: number;
  /** How many of them are broken. */
  readonly broken: number;
  /** `A and B committed; balance 0` */
  readonly text: string;
  /** Some of the schedules, in letters. */
  readonly examples: readonly string[];
}

/**
 * Figures, drawn. A page shows every chart; a terminal and Markdown show those with lines only,
 * because a table beside the bars has the same figures.
 */
export interface Chart {
  readonly kind: 'chart';
  /** What the vertical axis has: `operations per second`. */
  readonly title: string;
  /** Lines connect places that are numbers. Bars compare places that are names. */
  readonly form: 'lines' | 'bars';
  /** What the places are: `workers`, `strategy`. */
  readonly over: string;
  readonly places: readonly string[];
  readonly series: readonly ChartSeries[];
  /** Behind a figure: `ms`, `/s`; empty for a count. */
  readonly unit: string;
}

export interface ChartSeries {
  readonly name: string;
  /** One for each place; null: unknown. */
  readonly values: readonly (number | null)[];
}
