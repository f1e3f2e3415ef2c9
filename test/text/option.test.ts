import { describe, expect, expectTypeOf, test } from 'vitest';

import { makeProgram } from '../../src/cli/program.js';
import type { ExploreOptions, RaceOptions, ReplayOptions } from '../../src/plan/options.js';
import { flagOf, option, OPTION_NAMES, spelled, type OptionName } from '../../src/text/option.js';
import { visible } from '../../src/text/wrap.js';
import { recorder } from '../cli/harness.js';

const message = `raise ${option('timeLimit')}, or use fewer ${option('workers')}`;

describe('a message', () => {
  test('names options in the style of its reader', () => {
    expect(spelled(message, 'flags')).toBe('raise --time-limit, or use fewer --workers');
    expect(spelled(message, 'options')).toBe('raise timeLimit, or use fewer workers');
  });

  test('keeps quoted text unchanged, even when it looks like an option', () => {
    const text = `${option('strategy')}: "--workers" and "timeLimit" are not known`;
    expect(spelled(text, 'flags')).toBe('--strategy: "--workers" and "timeLimit" are not known');
    expect(spelled(text, 'options')).toBe('strategy: "--workers" and "timeLimit" are not known');
  });

  test('escapes option marks that a user typed', () => {
    const quoted = visible(option('workers'));
    expect(quoted).toBe(String.raw`\ufdd0workers\ufdd1`);
    expect(spelled(quoted, 'flags')).toBe(quoted);
  });
});

describe('the options', () => {
  const { signal } = new AbortController();
  const surroundings = { stdout: recorder(), stderr: recorder(), env: {}, signal };
  const { commands } = makeProgram('0', surroundings, () => undefined);
  const flags = new Map(
    commands.flatMap(({ options }) => options.map((each) => [each.attributeName(), each.long])),
  );

  test.each(OPTION_NAMES)('%s is a flag of the command line', (name) => {
    expect(flags.get(name)).toBe(flagOf(name));
  });

  test('are all the options that an API call accepts', () => {
    type Taken = keyof RaceOptions | keyof ExploreOptions | keyof ReplayOptions;
    expectTypeOf<Exclude<Taken, OptionName>>().toBeNever();
  });
});
