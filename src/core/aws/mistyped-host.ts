import { closestNames } from '../text/closest-names.ts';
import { keptByHost } from './kept-by-host.ts';
import { partitions } from './partitions.ts';
import { isRegionLike, regions } from './regions.ts';
import { signingNames } from './signing-names.ts';

/** The part of a host that is almost one of AWS's, and what was meant. */
export interface MistypedHost {
  /** As written: `amazonaw.com`, `eucentral-1`. */
  readonly wrong: string;
  readonly meant: string;
}

/** Two characters away; domains of others are not much further. */
const furthest = 2;

/** Endings of AWS hosts that are long enough to be told from a foreign domain. */
const endings = [...new Set(partitions.flatMap(({ dnsSuffix, dualStackSuffix }) => [dnsSuffix, dualStackSuffix]))].filter(
  (ending) => ending.includes('amazon'),
);

/** The misspelt part of a host that belongs to no known AWS service; undefined for foreign hosts. Cheap when repeated. */
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

/** For the name before the region; a short one may be another service's. */
function mistypedService(labels: readonly string[]): MistypedHost | undefined {
  const wrong = labels[labels.findIndex(isRegionLike) - 1] ?? '';
  const limit = wrong.length < 5 ? 0 : wrong.length < 7 ? 1 : furthest;
  const [meant] = closestNames(wrong, signingNames(), 1, limit);
  return meant === undefined || meant === wrong ? undefined : { wrong, meant };
}
