/** A command line that cannot be understood, with what the complaint must name. */
export interface Misuse {
  readonly args: readonly string[];
  /** All of them must stand in the complaint's first line. */
  readonly names: readonly string[];
  /** Must stand in the remedy. */
  readonly remedy?: string;
}

export const NO_COUNTS = [
  '-1',
  '1.5',
  '',
  ' 5',
  'many',
  '0x10',
  '1e3',
  'NaN',
  'Infinity',
  '٣',
  '9'.repeat(400),
];

export const BAD_URLS = [
  '',
  'nowhere',
  'localhost:5432',
  'http://alice:hunter2@db.example/',
  '//db/lab',
];
