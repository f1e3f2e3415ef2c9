/** The environment variables that race-lab itself goes by. */
export type Environment = Readonly<Record<string, string | undefined>>;

let kept: Environment | null = null;

/** Those of the process; while a case is open, which changes them for its code, those from before. */
export const ownEnvironment = (): Environment => kept ?? process.env;

/** @param environment null: those of the process again */
export function keepOwnEnvironment(environment: Environment | null): void {
  kept = environment;
}
