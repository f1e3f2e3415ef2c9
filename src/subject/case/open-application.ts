import { runAsApplication } from '../../gate/wire/context.js';
import type { Case } from '../../model.js';
import type { Application } from './application.js';
import { OpenedApplication, type ApplicationOptions } from './opened-application.js';
import { ServiceApplication, type ServiceOptions } from './service/application.js';

/** Loads the modules of a case anew for a lane. What they begin meanwhile, such as a timer, belongs to the application. */
export const instanceFor = (
  the: Case,
  freshInstance: (the: Case) => Promise<Case>,
): Promise<Case> => runAsApplication(() => freshInstance(the));

/**
 * Opens the application of a case for a lane.
 * @throws {CaseDefect} when `open` fails, or a service does not get ready; what was opened is closed
 */
export function openApplication(
  the: Case,
  options: ApplicationOptions & Pick<ServiceOptions, 'signal'> & { readonly serviceMs: number },
): Promise<Application> {
  const { service } = the;
  if (service === null) return OpenedApplication.open(the, options);
  const { context, serviceMs, signal } = options;
  return ServiceApplication.open(the, service, {
    variables: context.env,
    limitMs: serviceMs,
    signal,
  });
}
