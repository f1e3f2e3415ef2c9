/** Schedules as people write them: a letter for each worker. */

const CODE_OF_A = 'A'.charCodeAt(0);

/** `A` for worker 1, `B` for worker 2, up to `Z`; `a` for -1, the second half of a statement of worker 1. */
export const letterOf = (worker: number): string => {
  const letter = String.fromCharCode(CODE_OF_A + Math.abs(worker) - 1);
  return worker < 0 ? letter.toLowerCase() : letter;
};

/** `ABAB` for 1, 2, 1, 2. */
export const lettersOf = (schedule: readonly number[]): string => schedule.map(letterOf).join('');

/** The number of letters that differ from the one before: 3 for `ABAB`. */
export function switchesOf(letters: string): number {
  let switches = 0;
  for (let step = 1; step < letters.length; step += 1) {
    if (letters[step] !== letters[step - 1]) switches += 1;
  }
  return switches;
}

/** 1, 2, 1, 2 for `ABAB`; the letters are taken to be in capitals. */
export const numbersOf = (letters: string): number[] =>
  Array.from(letters, (letter) => letter.charCodeAt(0) - CODE_OF_A + 1);
