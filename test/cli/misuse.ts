/** An invalid command line, with what its error message must contain. */
export interface Misuse {
  readonly args: readonly string[];
  /** The first line of the error message must contain all of them. */
  readonly names: readonly string[];
  /** The hint must contain it. */
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
