import { runAsApplication } from '../../gate/wire/context.js';
import type { Case } from '../../model.js';
import type { Application } from './application.js';
import { OpenedApplication, type ApplicationOptions } from './opened-application.js';
import { ServiceApplication, type ServiceOptions } from './service/application.js';

/** A case as each of its replicas has it. */
export type Replicas = readonly [Case, ...Case[]];

/**
 * Loads the modules of a case anew, for each of its replicas. What they begin meanwhile, such as a timer, belongs to the
 * application. A service loads its own.
 * @param load gives a fresh instance of the case
 */
export function replicasOf(load: () => Promise<Case>): Promise<Replicas> {
  return runAsApplication(async () => {
    const first = await load();
    const replicas: [Case, ...Case[]] = [first];
    const count = first.service === null ? first.replicas : 1;
    while (replicas.length < count) replicas.push(await load());
    return replicas;
  });
}

/**
 * Opens the application of a case for a lane.
 * @param replicas the case as each of its replicas has it
 * @throws {CaseDefect} when `open` fails, or a service does not get ready; what was opened is closed
 */
export function openApplication(
  replicas: Replicas,
  options: ApplicationOptions & Pick<ServiceOptions, 'signal'> & { readonly serviceMs: number },
): Promise<Application> {
  const [the] = replicas;
  const { service } = the;
  if (service === null) return OpenedApplication.open(replicas, options);
  const { context, serviceMs, signal } = options;
  return ServiceApplication.open(the, service, {
    variables: context.env,
    limitMs: serviceMs,
    signal,
  });
}
