/** Widths of terminals, the smallest first: usual ones, those beside them, and some between. */
const WIDTHS = [
  44, 45, 50, 60, 61, 67, 73, 79, 80, 81, 88, 97, 100, 113, 120, 132, 160, 199, 200,
] as const;

/** Those of at least this many columns. */
export const widthsFrom = (least: number): readonly number[] =>
  WIDTHS.filter((width) => width >= least);
