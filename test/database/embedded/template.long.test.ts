/** Further damage to an installation in the cache, after which it is created again. Each takes an initdb. */
import { chmodSync, mkdirSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { test } from 'vitest';

import { installedForTests } from './installed.js';

const installed = installedForTests();
const { expectRepair } = installed;

const inHome = (path: string): string => join(installed.home, path);

const remove = (): void => rmSync(installed.home, { recursive: true });

test.each<[string, () => void]>([
  ['files that it needs to start are missing', () => rmSync(inHome('share'), { recursive: true })],
  ['it is not readable', () => chmodSync(installed.home, 0o000)],
  ['a table is truncated', () => truncateSync(inHome('template/base/5/1259'), 8_192)],
  ['a part of it is not readable', () => chmodSync(inHome('template/base/5/1259'), 0o000)],
  ['a directory of it is not readable', () => chmodSync(inHome('template'), 0o000)],
  ['it is empty', () => (remove(), mkdirSync(installed.home))],
  ['it is not a directory', () => (remove(), writeFileSync(installed.home, ''))],
])('it is created again when %s', (_title, damage) => expectRepair(damage));
