/** Every exit code of the program. Scripts rely on them; `docs/reference.md` documents them. */
export const EXIT = {
  /** It ran, and every expectation was met. */
  ok: 0,
  /** An expectation was not met. */
  unmet: 1,
  /** Wrong usage: a wrong flag, name or file. */
  usage: 2,
  /** An expectation could not be judged. */
  inconclusive: 3,
  /** The database or the machine failed, or race-lab has a defect. */
  environment: 4,
  /** 128 + the signal's number, after cleaning up. */
  interrupted: 130,
  terminated: 143,
} as const;

export type ExitCode = (typeof EXIT)[keyof typeof EXIT];

/** The exit code for the signal that ended the program. */
export const interruptedBy = ({ signalName }: { readonly signalName: string }): ExitCode =>
  signalName === 'SIGINT' ? EXIT.interrupted : EXIT.terminated;
