import type { Patience } from '../database/patience.js';
import type { Leftovers } from '../leftovers.js';
import type { DefinitionFinder } from '../model.js';
import type { Progress } from '../race/environment.js';
import type { OptionSpelling } from '../text/option.js';
import type { WatchOver } from '../watch-over.js';

/**
 * @typeParam P receives progress
 * @typeParam R the report
 */
export interface LabOptions<P = Progress, R = never> {
  /** Abort it to end early. Everything is cleaned up before the promise settles. */
  readonly signal?: AbortSignal;
  readonly progress?: P;
  /** Receives the report when it is made, before anything is cleaned up. */
  readonly reported?: (report: R) => Promise<void>;
  /** Where the embedded server's template is kept; default: the user's cache directory. */
  readonly cache?: string | undefined;
  /**
   * What happens when the only strategy fails. False: the work fails with that error. True: the
   * report contains the failure, as it does for one strategy among several [false].
   */
  readonly reportsFailure?: boolean;
  /** Loads a strategy again for each further lane; left out: all lanes share one instance. */
  readonly finder?: DefinitionFinder | undefined;
  /** Watches code that comes from files while it runs. */
  readonly watchOver?: WatchOver | undefined;
  /** Records what an immediate end of the process would leave behind. */
  readonly leftovers?: Leftovers | undefined;
  /** How the report spells options: like the command line, or like tests and configs [options]. */
  readonly spelling?: OptionSpelling;
  /** How long to wait for a server [ten seconds for most waits]. */
  readonly patience?: Patience | undefined;
}
