/** Formats rows under headings. The first column is left-aligned, the others right-aligned. */
export function table(headings, rows) {
  const lines = [headings, ...rows];
  const widths = headings.map((_, column) => Math.max(...lines.map((line) => line[column].length)));
  const aligned = ([first, ...others]) => [
    first.padEnd(widths[0]),
    ...others.map((cell, index) => cell.padStart(widths[index + 1])),
  ];
  return lines.map((line) => aligned(line).join('  ')).join('\n');
}

/** Formats a median with minimum and maximum. */
export const range = ({ median, min, max }, digits) =>
  `${median.toFixed(digits)} (${min.toFixed(digits)}–${max.toFixed(digits)})`;
