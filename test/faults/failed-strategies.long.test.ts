/** A file of strategies, some of which fail, in two processes. */
import { test } from 'vitest';

import { raceLab } from '../support/command.js';
import { serverUrl } from '../support/server.js';
import {
  expectAllReported,
  expectOneFailed,
  ownDirectory,
  type Lab,
} from './failing-strategies.js';

const IN_TWO_PROCESSES = ['--workers', '4', '--processes', '2'];

const lab: Lab = (...args) =>
  raceLab(args, { cwd: ownDirectory(), env: { RACE_LAB_URL: serverUrl() } });

test('run reports all strategies, exits with 4, and leaves nothing behind', () =>
  expectAllReported(lab, 'run', IN_TWO_PROCESSES));

test('in run, one that can be loaded only once fails alone', () =>
  expectOneFailed(lab, 'run', IN_TWO_PROCESSES));
