/** An operation, or several at once, and what became of it. */
export interface DoneOperation {
  readonly name: string;
  readonly result: string;
  /** Whether all of it committed. */
  readonly isGood: boolean;
}

/** The last operations of this page, the newest first. */
export const LastOperations = ({
  operations,
}: {
  readonly operations: readonly DoneOperation[];
}) => (
  <section>
    <h2>Last operations</h2>
    {operations.length === 0 ? (
      <p>None yet.</p>
    ) : (
      <ol class="operations" aria-live="polite" reversed>
        {operations.map(({ name, result, isGood }, i) => (
          <li key={operations.length - i}>
            {name}: <span class={isGood ? 'good' : 'bad'}>{result}</span>
          </li>
        ))}
      </ol>
    )}
  </section>
);
