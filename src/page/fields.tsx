/** Forms and their labelled fields. */
import type { ComponentChildren } from 'preact';
import { useId } from 'preact/hooks';

interface FormProps {
  readonly onSubmit: () => void;
  readonly children: ComponentChildren;
  readonly class?: string;
}

/** Fields, and what Enter or the submit button does with them. The service checks them, not the browser. */
export const Form = ({ onSubmit, children, class: name }: FormProps) => (
  <form
    class={name}
    noValidate
    onSubmit={(event) => {
      event.preventDefault();
      onSubmit();
    }}
  >
    {children}
  </form>
);

interface LabelledProps {
  readonly label: string;
  /** The field. @param id what the label is for */
  readonly children: (id: string) => ComponentChildren;
}

/** A label above its field. */
const Labelled = ({ label, children }: LabelledProps) => {
  const id = useId();
  return (
    <div class="field">
      <label for={id}>{label}</label>
      {children(id)}
    </div>
  );
};

interface FieldProps {
  readonly label: string;
  readonly value: string;
  readonly onChange: (value: string) => void;
}

interface InputProps extends FieldProps {
  /** What the service uses when the field is empty. */
  readonly placeholder?: string;
}

/** A whole number; empty: the default. */
export const NumberField = ({
  label,
  onChange,
  ...input
}: InputProps & { readonly min?: number }) => (
  <Labelled label={label}>
    {(id) => (
      <input
        id={id}
        type="number"
        inputMode="numeric"
        min={0}
        step={1}
        {...input}
        onInput={(event) => onChange(event.currentTarget.value)}
      />
    )}
  </Labelled>
);

/** A line of text; empty: the default. */
export const TextField = ({ label, onChange, ...input }: InputProps) => (
  <Labelled label={label}>
    {(id) => (
      <input
        id={id}
        type="text"
        autoComplete="off"
        spellcheck={false}
        {...input}
        onInput={(event) => onChange(event.currentTarget.value)}
      />
    )}
  </Labelled>
);

/** Something to choose, and what it is. */
export interface Choice {
  readonly name: string;
  readonly summary?: string;
}

/** One of several; an empty name is the default. */
export const SelectField = ({
  label,
  value,
  onChange,
  choices,
}: FieldProps & { readonly choices: readonly Choice[] }) => (
  <Labelled label={label}>
    {(id) => (
      <select id={id} value={value} onChange={(event) => onChange(event.currentTarget.value)}>
        {choices.map(({ name }) => (
          <option key={name} value={name}>
            {name === '' ? 'default' : name}
          </option>
        ))}
      </select>
    )}
  </Labelled>
);

interface ChoicesProps {
  readonly legend: string;
  readonly choices: readonly Choice[];
  readonly chosen: readonly string[];
  readonly onChange: (chosen: readonly string[]) => void;
}

/** Any number of several. */
export const Choices = ({ legend, choices, chosen, onChange }: ChoicesProps) => (
  <fieldset class="choices">
    <legend>{legend}</legend>
    {choices.map(({ name, summary }) => (
      <label key={name} title={summary}>
        <input
          type="checkbox"
          checked={chosen.includes(name)}
          onChange={(event) => {
            const others = chosen.filter((each) => each !== name);
            const next = new Set(event.currentTarget.checked ? [...others, name] : others);
            onChange(choices.flatMap((each) => (next.has(each.name) ? [each.name] : [])));
          }}
        />
        {name}
      </label>
    ))}
  </fieldset>
);

interface ButtonProps {
  readonly children: ComponentChildren;
  readonly disabled?: boolean;
  readonly kind?: 'main' | 'plain';
}

/** A button that does something by itself. Disabled, it keeps the focus, so that the keyboard stays where it was. */
export const Button = ({
  children,
  onPress,
  disabled = false,
  kind = 'plain',
}: ButtonProps & { readonly onPress: () => void }) => (
  <button
    type="button"
    class={kind}
    aria-disabled={disabled}
    onClick={() => {
      if (!disabled) onPress();
    }}
  >
    {children}
  </button>
);

/** The button that submits its form, also when Enter is pressed in a field. @see Button for the focus */
export const SubmitButton = ({ children, disabled = false, kind = 'main' }: ButtonProps) => (
  <button
    type="submit"
    class={kind}
    aria-disabled={disabled}
    onClick={(event) => {
      if (disabled) event.preventDefault();
    }}
  >
    {children}
  </button>
);

/** What went wrong, read out at once; not shown while all is well. */
export const Trouble = ({ message }: { readonly message: string | null }) => (
  <p class={message === null ? 'trouble none' : 'trouble'} role="alert">
    {message}
  </p>
);
