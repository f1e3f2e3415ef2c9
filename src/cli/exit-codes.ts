/** Every exit code of the program. Documented in the README; scripts rely on them. */
export const EXIT = {
  /** It ran, and every expectation was met. */
  ok: 0,
  /** An expectation was not met. */
  unmet: 1,
  /** Wrong usage: a flag, a name or a file. */
  usage: 2,
  /** An expectation could not be judged. */
  inconclusive: 3,
  /** The database or the machine failed; also a defect of our own. */
  environment: 4,
  /** 128 + the signal's number, after cleaning up. */
  interrupted: 130,
  terminated: 143,
} as const;

export type ExitCode = (typeof EXIT)[keyof typeof EXIT];

/** The code that goes with the signal that ended the program. */
export const interruptedBy = ({ signalName }: { readonly signalName: string }): ExitCode =>
  signalName === 'SIGINT' ? EXIT.interrupted : EXIT.terminated;
