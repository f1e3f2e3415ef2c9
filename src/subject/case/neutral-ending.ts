/** Endings without what differs from lane to lane, and without passwords. */
import type { Ending } from '../../model.js';
import type { LaneGate } from './lane-gate.js';

/**
 * Replaces what names a lane, in all the text of an ending: its port, its database, and its password. The same
 * schedule on another lane must not end differently.
 */
export function neutralFor({ port, database, password }: LaneGate): (ending: Ending) => Ending {
  const names: readonly (readonly [string, string])[] = [
    [`:${password}@`, ':***@'],
    [`:${encodeURIComponent(password)}@`, ':***@'],
    [`127.0.0.1:${port}`, '127.0.0.1:port'],
    [database, database.replace(/_\d+$/, '')],
  ];
  return (ending) => {
    const text = JSON.stringify(ending);
    const found = names.filter(([name]) => text.includes(name));
    if (found.length === 0) return ending;
    const replaced: Ending = JSON.parse(
      found.reduce((all, [name, instead]) => all.replaceAll(name, instead), text),
    );
    return replaced;
  };
}
