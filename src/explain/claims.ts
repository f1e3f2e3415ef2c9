import type { Claims } from '../model.js';

/** The anomalies, by whether a strategy claims to prevent them. */
export function anomaliesOf(claims: Claims): {
  readonly prevented: readonly string[];
  readonly possible: readonly string[];
} {
  const anomalies = [
    ['lost updates', claims.lostUpdates],
    ['overdrafts', claims.overdrafts],
    ['write skew', claims.writeSkew],
  ] as const;
  const named = (claimed: 'prevented' | 'possible') =>
    anomalies.filter(([, claim]) => claim === claimed).map(([anomaly]) => anomaly);
  return { prevented: named('prevented'), possible: named('possible') };
}
