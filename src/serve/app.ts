/** The types that plugins share. */
import type { TypeBoxTypeProvider } from '@fastify/type-provider-typebox';
import type {
  FastifyBaseLogger,
  FastifyInstance,
  RawReplyDefaultExpression,
  RawRequestDefaultExpression,
  RawServerDefault,
} from 'fastify';

import type { Strategy } from '../model.js';
import type { Bank } from './bank/bank.js';
import type { Jobs } from './jobs/jobs.js';
import type { WorkParts } from './work-parts.js';
import type { Steppings } from './steppings/steppings.js';

/** Fastify with the types of the schemas. */
export type App = FastifyInstance<
  RawServerDefault,
  RawRequestDefaultExpression,
  RawReplyDefaultExpression,
  FastifyBaseLogger,
  TypeBoxTypeProvider
>;

/** Where the service is reached. */
export interface Reach {
  /** The address that it listens on. */
  readonly host: string;
  /** Further names by which it may be called, besides those of this machine. */
  readonly allowedHosts: readonly string[];
}

/** What the plugins work with. */
export interface Parts {
  readonly version: string;
  readonly reach: Reach;
  readonly bank: Bank;
  /** Every strategy that a request may name. */
  readonly strategies: readonly Strategy[];
  readonly jobs: Jobs;
  readonly steppings: Steppings;
  /** What races, explorations and steppings work with. */
  readonly work: WorkParts;
  /** Receives what the operator of the service should know, such as a defect. */
  readonly tell: (text: string) => void;
  /** Time limits, shortened by tests. */
  readonly patience?: ServicePatience | undefined;
}

/** How long slow clients may take, in milliseconds. */
export interface ServicePatience {
  readonly headersMs: number;
  readonly requestMs: number;
  readonly keepAliveMs: number;
}
