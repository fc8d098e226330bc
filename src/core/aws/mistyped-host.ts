import { closestNames } from '../closest-names.ts';
import { partitions } from './partitions.ts';
import { regions } from './regions.ts';

/** What of a host is nearly AWS's, and what was meant. */
export interface MistypedHost {
  /** As written: `amazonaw.com`, `eucentral-1`. */
  readonly wrong: string;
  readonly meant: string;
}

/** Two characters away; others have domains of their own that are not much further. */
const furthest = 2;

/** What hosts of AWS end in, as far as it is long enough to be told from a domain of somebody else. */
const endings = [...new Set(partitions.flatMap(({ dnsSuffix, dualStackSuffix }) => [dnsSuffix, dualStackSuffix]))].filter(
  (ending) => ending.includes('amazon'),
);

/** What is misspelt in a host that no service of AWS is known for; undefined for hosts of others. */
export function mistypedHost(host: string): MistypedHost | undefined {
  const labels = host.toLowerCase().replace(/:\d+$/, '').split('.');
  const isOurs = endings.some((ending) => host.toLowerCase().replace(/:\d+$/, '').endsWith(`.${ending}`));
  if (isOurs) {
    for (const wrong of labels.filter((label) => /-|\d$/.test(label))) {
      const [meant] = closestNames(wrong, regions, 1, furthest);
      if (meant !== undefined && meant !== wrong) return { wrong, meant };
    }
    return undefined;
  }
  const found = [2, 3, 4].flatMap((count) => {
    const wrong = labels.slice(-count).join('.');
    const ofLength = endings.filter((ending) => ending.split('.').length === count);
    const [meant] = labels.length > count ? closestNames(wrong, ofLength, 1, furthest) : [];
    return meant === undefined ? [] : [{ wrong, meant }];
  });
  return found[0];
}
