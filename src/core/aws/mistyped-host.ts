import { closestNames } from '../text/closest-names.ts';
import { keptByHost } from './kept-by-host.ts';
import { partitions } from './partitions.ts';
import { isRegionLike, regions } from './regions.ts';
import { signingNames } from './signing-names.ts';

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

/** What is misspelt in a host that no service of AWS is known for; undefined for hosts of others. Cheap when asked again. */
export const mistypedHost = keptByHost((host): MistypedHost | undefined => {
  const name = host.toLowerCase().replace(/:\d+$/, '');
  const labels = name.split('.');
  const isOurs = endings.some((ending) => name.endsWith(`.${ending}`));
  return isOurs ? (mistypedRegion(labels) ?? mistypedService(labels)) : mistypedEnding(labels);
});

function mistypedEnding(labels: readonly string[]): MistypedHost | undefined {
  for (const count of [2, 3, 4].filter((each) => each < labels.length)) {
    const ofLength = endings.filter((ending) => ending.split('.').length === count);
    const wrong = labels.slice(-count).join('.');
    const [meant] = closestNames(wrong, ofLength, 1, furthest);
    if (meant !== undefined) return { wrong, meant };
  }
  return undefined;
}

function mistypedRegion(labels: readonly string[]): MistypedHost | undefined {
  for (const wrong of labels.filter((label) => /-|\d$/.test(label) && !isRegionLike(label))) {
    const [meant] = closestNames(wrong, regions, 1, furthest);
    if (meant !== undefined) return { wrong, meant };
  }
  return undefined;
}

/** Of a name before the region; a short one may be that of another service. */
function mistypedService(labels: readonly string[]): MistypedHost | undefined {
  const wrong = labels[labels.findIndex(isRegionLike) - 1] ?? '';
  const limit = wrong.length < 5 ? 0 : wrong.length < 7 ? 1 : furthest;
  const [meant] = closestNames(wrong, signingNames(), 1, limit);
  return meant === undefined || meant === wrong ? undefined : { wrong, meant };
}
