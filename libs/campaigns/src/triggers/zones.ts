import { IANAZone } from 'luxon';

const known = new Map<string, boolean>();

/** A contact's zone, or the fallback where there is none or this machine does not know it. */
export function zoneOr(zone: string | null, fallback: string): string {
  if (!zone) return fallback;
  let valid = known.get(zone);
  if (valid === undefined) known.set(zone, (valid = IANAZone.isValidZone(zone)));
  return valid ? zone : fallback;
}
