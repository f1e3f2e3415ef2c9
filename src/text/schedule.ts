/** Schedules as people write them: a letter for each worker. */

const CODE_OF_A = 'A'.charCodeAt(0);

/** `A` for worker 1, `B` for worker 2, up to `Z`. */
export const letterOf = (worker: number): string => String.fromCharCode(CODE_OF_A + worker - 1);

/** `ABAB` for 1, 2, 1, 2. */
export const lettersOf = (schedule: readonly number[]): string => schedule.map(letterOf).join('');

/** 1, 2, 1, 2 for `ABAB`; the letters are taken to be in capitals. */
export const numbersOf = (letters: string): number[] =>
  Array.from(letters, (letter) => letter.charCodeAt(0) - CODE_OF_A + 1);
