/** Labelled fields of a form. */
import type { ComponentChildren } from 'preact';
import { useId } from 'preact/hooks';

interface FieldProps {
  readonly label: string;
  readonly value: string;
  readonly onChange: (value: string) => void;
}

interface NumberFieldProps extends FieldProps {
  /** What the service uses when the field is empty. */
  readonly placeholder?: string;
  readonly min?: number;
}

/** A whole number; empty: the default. */
export const NumberField = ({ label, value, onChange, placeholder, min = 0 }: NumberFieldProps) => {
  const id = useId();
  return (
    <div class="field">
      <label for={id}>{label}</label>
      <input
        id={id}
        type="number"
        inputMode="numeric"
        min={min}
        step={1}
        placeholder={placeholder}
        value={value}
        onInput={(event) => onChange(event.currentTarget.value)}
      />
    </div>
  );
};

export const TextField = ({
  label,
  value,
  onChange,
  placeholder,
}: FieldProps & { readonly placeholder?: string }) => {
  const id = useId();
  return (
    <div class="field">
      <label for={id}>{label}</label>
      <input
        id={id}
        type="text"
        autoComplete="off"
        spellcheck={false}
        placeholder={placeholder}
        value={value}
        onInput={(event) => onChange(event.currentTarget.value)}
      />
    </div>
  );
};

/** Something to choose, and what it is. */
export interface Choice {
  readonly name: string;
  readonly summary?: string;
}

export const SelectField = ({
  label,
  value,
  onChange,
  choices,
}: FieldProps & { readonly choices: readonly Choice[] }) => {
  const id = useId();
  return (
    <div class="field">
      <label for={id}>{label}</label>
      <select id={id} value={value} onChange={(event) => onChange(event.currentTarget.value)}>
        {choices.map(({ name }) => (
          <option key={name} value={name}>
            {name === '' ? 'default' : name}
          </option>
        ))}
      </select>
    </div>
  );
};

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
  readonly onPress: () => void;
  readonly disabled?: boolean;
  readonly kind?: 'main' | 'plain';
}

export const Button = ({ children, onPress, disabled = false, kind = 'plain' }: ButtonProps) => (
  <button type="button" class={kind} disabled={disabled} onClick={onPress}>
    {children}
  </button>
);

/** What went wrong, read out at once; nothing while all is well. */
export const Trouble = ({ message }: { readonly message: string | null }) => (
  <p class={message === null ? 'trouble none' : 'trouble'} role="alert">
    {message}
  </p>
);
