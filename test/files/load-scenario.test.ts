import { join } from 'node:path';

import { describe, expect, test } from 'vitest';

import { loadFiles } from '../../src/files/load.js';
import { directoryWith, TWO } from './directory.js';
import { loading } from './loading.js';

describe('scenarios', () => {
  const SCENARIO = `import { defineScenario, onOneAccount } from 'race-lab';
    export const fees = defineScenario({ name: 'fees', nextOperation: (draw) => onOneAccount('withdraw', draw.account(), 1) });`;

  test('are found beside strategies', async () => {
    const path = join(directoryWith({ 'fees.ts': SCENARIO + TWO }), 'fees.ts');
    const { scenarios } = await loadFiles({ scenario: path }, loading);
    expect(scenarios.get(path)).toMatchObject({ name: 'fees', file: path, reference: path });
  });

  test('one whose nextOperation is exported too', async () => {
    const text = `${SCENARIO} export const nextOperation = fees.nextOperation;`;
    const path = join(directoryWith({ 'fees.ts': text }), 'fees.ts');
    const { scenarios } = await loadFiles({ scenario: path }, loading);
    expect(scenarios.get(path)).toMatchObject({ name: 'fees', reference: path });
  });

  test('two in one file are distinguished by name', async () => {
    const text = `${SCENARIO} export const more = { ...fees, name: 'more' };`;
    const path = join(
      directoryWith({ 'fees.ts': text.replace('...fees', 'nextOperation: fees.nextOperation') }),
      'fees.ts',
    );
    await expect(loadFiles({ scenario: path }, loading)).rejects.toThrow(
      `scenario: ${path} has 2 scenarios: fees, more`,
    );
    const { scenarios } = await loadFiles({ scenario: `${path}#more` }, loading);
    expect(scenarios.get(`${path}#more`)).toMatchObject({
      name: 'more',
      reference: `${path}#more`,
    });
  });

  test('the name of a built-in one is taken', async () => {
    const path = join(
      directoryWith({ 'fees.ts': SCENARIO.replace("'fees'", "'joint'") }),
      'fees.ts',
    );
    await expect(loadFiles({ scenario: path }, loading)).rejects.toThrow(
      'has a scenario joint, which is the name of a built-in scenario',
    );
  });
});
