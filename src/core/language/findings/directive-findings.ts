import { directiveRow } from '../../http-file/directives.ts';
import type { Directive } from '../../http-file/http-file.ts';
import { isDisabling } from '../../requests/send-directives.ts';
import { type Finding, removeLine } from './finding.ts';

/**
 * Directives of a request or a file that keep it from being sent, or that are left to other clients.
 * @param sourceOf gives the same directives with their places, if computing those is expensive
 */
export function directiveFindings(
  holder: { readonly directives: readonly Directive[] },
  sourceOf: readonly Directive[] = holder.directives,
): Finding[] {
  if (!sourceOf.some((each) => isDisabling(each) || isLeftToOthers(each))) return [];
  return holder.directives.flatMap((directive): Finding[] => {
    const { name, range } = directive;
    if (isDisabling(directive)) {
      const message = 'The request is disabled and is not sent.';
      const fixes = [{ ...removeLine(range), preferred: true }];
      return [{ code: 'request-disabled', message, range, severity: 'information', fixes }];
    }
    const message = isLeftToOthers(directive) ? directiveRow(name)?.help : undefined;
    return message === undefined ? [] : [{ code: 'directive-skipped', message, range, severity: 'information', fixes: [] }];
  });
}

function isLeftToOthers({ name }: Directive): boolean {
  return directiveRow(name)?.meaning.kind === 'elsewhere';
}
