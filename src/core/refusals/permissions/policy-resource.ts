import { parseArn } from '../../aws/arn.ts';
import type { Arn } from '../../aws/arn.ts';

/** An action as policies name it: without wildcards, so that a statement allows nothing else. */
export function policyAction(text: string): string | undefined {
  return /^[a-z0-9-]{1,63}:[A-Za-z0-9]{1,128}$/.test(text) ? text : undefined;
}

/** A resource as policies name it. */
export interface PolicyResource {
  /** For the element `Resource`. */
  readonly pattern: string;
  readonly arn: Arn;
  /** Whether AWS's text had wildcard characters, which were escaped. */
  readonly isEscaped: boolean;
}

/** https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_variables.html#policy-vars-specialchars */
const special: Readonly<Record<string, string>> = { '*': '${*}', '?': '${?}', $: '${$}' };

/**
 * The one resource that a foreign text names, escaped so that it matches no other; undefined if it is not an ARN.
 * @param accountId the account if the text hides all but its last digits, as API Gateway does
 */
export function policyResource(text: string, accountId: string | undefined): PolicyResource | undefined {
  const whole = text.replace(
    /^(arn:[^:]{1,40}:[^:]{1,63}:[^:]{0,40}:)\*{8}(\d{4})(?=:)/,
    (masked, before: string, digits: string) => (accountId?.endsWith(digits) === true ? `${before}${accountId}` : masked),
  );
  if (whole.length > 2048 || /["'\\<>\p{C}\p{Zl}\p{Zp}]/u.test(whole)) return undefined;
  let arn: Arn;
  try {
    arn = parseArn(whole);
  } catch {
    return undefined;
  }
  const pattern = whole.replaceAll(/[*?$]/g, (character) => special[character] ?? '');
  return { pattern, arn, isEscaped: pattern !== whole };
}
