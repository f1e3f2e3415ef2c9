import type { Patience } from '../database/patience.js';
import type { Leftovers } from '../leftovers.js';
import type { DefinitionFinder } from '../model.js';
import type { Progress } from '../race/environment.js';
import type { OptionSpelling } from '../text/option.js';
import type { WatchOver } from '../watch-over.js';

/**
 * @typeParam P receives how far it is
 * @typeParam R what is reported
 */
export interface LabOptions<P = Progress, R = never> {
  /** Abort it to end early; everything is cleaned up before the promise settles. */
  readonly signal?: AbortSignal;
  readonly progress?: P;
  /** Receives the report when it is made, before anything is cleaned up. */
  readonly reported?: (report: R) => Promise<void>;
  /** Where the embedded server's template is kept; default: the user's cache directory. */
  readonly cache?: string | undefined;
  /**
   * Where the only strategy fails: false, the work fails with what is wrong with it; true, the report
   * says so, as it does of one among several [false].
   */
  readonly reportsFailure?: boolean;
  /** Finds a strategy again for each further lane; left out: all lanes share one instance. */
  readonly finder?: DefinitionFinder | undefined;
  /** Watches over code that comes from files, while it runs. */
  readonly watchOver?: WatchOver | undefined;
  /** Receives what would stay behind if the process ended at once. */
  readonly leftovers?: Leftovers | undefined;
  /** How the report spells options: as the command line does, or as tests and configs [options]. */
  readonly spelling?: OptionSpelling;
  /** How long it waits for a server [ten seconds for most]. */
  readonly patience?: Patience | undefined;
}
