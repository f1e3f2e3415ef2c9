/** The settings of a job: what the form shows, what the address holds, and what the service is sent. */
import { settingsOf } from '../address.js';

/** Fields that hold one text, and lists of names. */
export interface FormShape<Field extends string, List extends string> {
  readonly fields: readonly Field[];
  readonly lists: readonly List[];
}

/** What the fields and lists of a form hold; empty: the default. */
export type FormValues<Field extends string, List extends string> = Readonly<
  Record<Field, string> & Record<List, readonly string[]>
>;

/** Settings of any form, by name. */
export type Settings = Readonly<Record<string, string | readonly string[]>>;

/** The settings in an address. */
export function readForm<Field extends string, List extends string>(
  { fields, lists }: FormShape<Field, List>,
  settings: URLSearchParams,
): FormValues<Field, List> {
  const values = [
    ...fields.map((name) => [name, settings.get(name) ?? '']),
    ...lists.map((name) => [name, settings.getAll(name)]),
  ];
  return Object.fromEntries(values);
}

/** The address of a form, with the number of its job. */
export const formAddress = (values: Settings, id: string | null): URLSearchParams =>
  settingsOf({ ...values, id: id ?? '' });

/** What the service is sent: numbers as numbers, and nothing that is empty. */
export function bodyOf(
  values: Settings,
): Readonly<Record<string, string | number | readonly string[]>> {
  const filled = Object.entries(values).filter(([, value]) => value.length > 0);
  return Object.fromEntries(
    filled.map(([name, value]) => [name, typeof value === 'string' ? numberOr(value) : value]),
  );
}

const numberOr = (text: string): string | number => (/^\d+$/.test(text) ? Number(text) : text);
