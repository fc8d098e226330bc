import type { Directive } from '../../http-file/http-file.ts';
import { isDisabling } from '../../requests/send-directives.ts';
import { type Finding, removeLine } from './finding.ts';

/** What httpYac does for a directive, and nothing here, https://httpyac.github.io/guide/metaData.html */
const notCarriedOut: ReadonlyMap<string, string> = new Map(
  Object.entries({
    ref: 'Other requests are not sent by a directive here; send the one that is named before this one.',
    loop: 'Loops are not carried out here; the request is sent once.',
    import: 'Other files are not read or run from here.',
    sleep: 'Nothing waits here; the request is sent at once.',
  }),
);

/**
 * What of the directives of a request or a file keeps it from being sent, or is left to other clients.
 * @param sourceOf the same directives, where their places are dear
 */
export function directiveFindings(
  holder: { readonly directives: readonly Directive[] },
  sourceOf: readonly Directive[] = holder.directives,
): Finding[] {
  if (!sourceOf.some((each) => isDisabling(each) || notCarriedOut.has(meaningOf(each)))) return [];
  return holder.directives.flatMap((directive): Finding[] => {
    const { range } = directive;
    if (isDisabling(directive)) {
      const message = 'The request is disabled and is not sent.';
      const fixes = [{ ...removeLine(range), preferred: true }];
      return [{ code: 'request-disabled', message, range, severity: 'information', fixes }];
    }
    const message = notCarriedOut.get(meaningOf(directive));
    return message === undefined ? [] : [{ code: 'directive-skipped', message, range, severity: 'information', fixes: [] }];
  });
}

function meaningOf({ name }: Directive): string {
  return /^force-?ref$/i.test(name) ? 'ref' : name;
}
