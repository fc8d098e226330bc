import { headerValues } from '../../http/message.ts';
import { credentialRules } from './credential-rules.ts';
import { explainDifference } from './explain-difference.ts';
import { firstDifference } from './first-difference.ts';
import type { Difference } from './first-difference.ts';
import { readRefusal } from './read-refusal.ts';
import type { Finding, Refusal, RefusedAnswer, SignedTexts } from './refusal.ts';
import type { RefusalRule, RuleInput } from './refusal-rule.ts';
import { requestRules } from './request-rules.ts';
import { scopeRules } from './scope-rules.ts';
import { timeRules } from './time-rules.ts';

/** Why AWS refused a signature, for people. */
export interface RefusalExplanation extends Finding {
  /** AWS's own code; empty where it gave none. */
  readonly code: string;
  /** AWS's own words. */
  readonly message: string;
  /** The texts that AWS would have signed, where it told them. */
  readonly expected?: SignedTexts;
  /** Only where both sides' texts are known and differ. */
  readonly firstDifference?: Difference;
}

export interface RefusalInput extends RefusedAnswer {
  /** What we signed, where the answer is to a request of ours. */
  readonly signed?: SignedTexts;
}

const rules: readonly RefusalRule[] = [...scopeRules, ...timeRules, ...requestRules, ...credentialRules];

const mismatch = /signature we calculated does not match/i;

/**
 * Explains the refusal of a signature or of credentials in one sentence, with its likely cause and, where AWS's words name one, a fix.
 * @returns undefined where the answer is no such refusal: success, a missing resource, a policy that denies, a page of a proxy
 */
export function explainRefusal(input: RefusalInput): RefusalExplanation | undefined {
  if (input.status !== 0 && input.status < 300) return undefined;
  const refusal = readRefusal(input);
  if (refusal === undefined) return undefined;
  const finding = fromRules(refusal, input) ?? fromMismatch(refusal, input.signed) ?? fromOpenSearch(refusal);
  if (finding === undefined) return undefined;
  return {
    ...finding,
    code: refusal.code,
    message: refusal.message,
    ...(refusal.expected !== undefined && { expected: refusal.expected }),
  };
}

function fromRules(refusal: Refusal, { status, headers, signed }: RefusalInput): Finding | undefined {
  for (const rule of rules) {
    const byCode = rule.code?.exec(refusal.code);
    const byMessage = rule.message?.exec(refusal.message);
    const match = rule.message === undefined ? byCode : byMessage;
    if (byCode === null || match === null || match === undefined) continue;
    return rule.explain({
      refusal,
      match,
      status,
      headerValue: (name) => headerValues(headers, name)[0],
      ...signedFor(signed ?? refusal.expected),
      hasToken: signed && /^x-amz-security-token:|X-Amz-Security-Token=/m.test(signed.canonicalRequest),
    });
  }
  return undefined;
}

function signedFor(texts: SignedTexts | undefined): Pick<RuleInput, 'scope' | 'host'> {
  const [region, service] = texts?.stringToSign.split('\n')[2]?.split('/').slice(1, 3) ?? [];
  return {
    scope: { ...(region !== undefined && { region }), ...(service !== undefined && { service }) },
    host: texts === undefined ? undefined : /^host:(.*)$/m.exec(texts.canonicalRequest)?.[1],
  };
}

function fromMismatch(
  refusal: Refusal,
  signed: SignedTexts | undefined,
): (Finding & Pick<RefusalExplanation, 'firstDifference'>) | undefined {
  if (
    !mismatch.test(refusal.message) &&
    !/^(?:SignatureDoesNotMatch|InvalidSignatureException|InvalidSignature)$/.test(refusal.code)
  ) {
    return undefined;
  }
  const sentence = 'AWS computed another signature than the one in the request.';
  if (refusal.expected === undefined) {
    return {
      sentence,
      cause:
        'AWS does not tell what it would have signed. Most often the secret access key is wrong, or the request was changed after signing.',
    };
  }
  if (signed === undefined) {
    return {
      sentence,
      cause:
        'Compare what AWS would have signed with the canonical request of your signer: they differ, or the secret access key is wrong.',
    };
  }
  const difference = firstDifference(signed, refusal.expected);
  if (difference !== undefined) return { ...explainDifference(difference), firstDifference: difference };
  return {
    sentence: 'The secret access key is wrong: AWS and we signed the very same text and came to different signatures.',
    cause: 'Enter the secret again: it belongs to another key, was cut or holds a blank, or is of another session than the key.',
  };
}

/** OpenSearch Serverless refuses without words; its hint tells that it was the gateway and no index. */
function fromOpenSearch(refusal: Refusal): Finding | undefined {
  if (!refusal.details.has('ResponseHint')) return undefined;
  return {
    sentence: 'OpenSearch Serverless let the request not through to the collection.',
    cause:
      'The service has to be “aoss” with a signed x-amz-content-sha256 and without a signed content-length, and a data access policy has to name the role.',
    fix: { kind: 'directive', name: 'aws-service', value: 'aoss' },
  };
}
