import { writeDirectives } from '../remedies/remedy.ts';
import { headerValues } from '../http/message.ts';
import { credentialRules } from './rules/credential-rules.ts';
import { explainDifference } from './explain-difference.ts';
import { firstDifference } from './first-difference.ts';
import type { Difference } from './first-difference.ts';
import { explainAccessDenied } from './permissions/explain-access-denied.ts';
import { explainPermission } from './permissions/explain-permission.ts';
import type { PermissionMeaning } from './permissions/explain-permission.ts';
import { s3Permission } from './permissions/s3-permission.ts';
import { announcesTexts } from './reading/expected-texts.ts';
import { readRefusals } from './reading/read-refusal.ts';
import type { RefusalMeaning, Refusal, RefusedResponse } from './refusal.ts';
import type { SignedTexts } from '../signing/signed-request.ts';
import type { RefusalRule, RuleInput } from './refusal-rule.ts';
import { operationRules } from './rules/operation-rules.ts';
import { requestRules } from './rules/request-rules.ts';
import { scopeRules } from './rules/scope-rules.ts';
import { timeRules } from './rules/time-rules.ts';

/** Why AWS refused a signature, credentials or a permission, for people. */
export interface RefusalExplanation extends RefusalMeaning, Partial<Pick<PermissionMeaning, 'permission'>> {
  /** AWS's own code; empty if it gave none. */
  readonly code: string;
  /** AWS's own words. */
  readonly message: string;
  /** The texts that AWS would have signed, if it quoted them. */
  readonly expected?: SignedTexts;
  /** Only if both sides' texts are known and differ. */
  readonly firstDifference?: Difference;
}

export interface RefusalInput extends RefusedResponse {
  /** What we signed, if the response is to a request of ours. */
  readonly signed?: SignedTexts;
}

const rules: readonly RefusalRule[] = [...scopeRules, ...timeRules, ...requestRules, ...credentialRules, ...operationRules];

/** AWS's words are a few hundred characters; only canonical requests are longer, and those come after them. */
const longestMessage = 20_000;

const mismatch = /signature we calculated does not match/i;

/**
 * Explains the refusal of a signature, of credentials or of a permission in one sentence, with its likely cause and, if AWS's
 * words name one, a fix.
 * @returns undefined if the response is not such a refusal: success, a missing resource, a page of a proxy
 */
export function explainRefusal(input: RefusalInput): RefusalExplanation | undefined {
  if (input.status !== 0 && input.status < 300) return undefined;
  for (const refusal of readRefusals(input)) {
    const finding = explained(refusal, input);
    if (finding === undefined) continue;
    const { code, message, expected } = refusal;
    return { ...finding, code, message, ...(expected !== undefined && { expected }) };
  }
  return undefined;
}

/** Specific rules come before general ones. */
function explained(
  refusal: Refusal,
  input: RefusalInput,
): (RefusalMeaning & Pick<RefusalExplanation, 'firstDifference' | 'permission'>) | undefined {
  const { signed } = input;
  const { region, service } = signedFor(signed).scope;
  const needed = signed === undefined || service !== 's3' ? undefined : s3Permission(signed.canonicalRequest, region ?? '');
  return (
    fromRules(refusal, input) ??
    explainPermission(refusal, needed) ??
    fromMismatch(refusal, signed) ??
    fromOpenSearch(refusal) ??
    explainAccessDenied(refusal, { service, needed })
  );
}

function fromRules(refusal: Refusal, { status, headers, signed }: RefusalInput): RefusalMeaning | undefined {
  const words = refusal.message.slice(0, longestMessage);
  for (const rule of rules) {
    const byCode = rule.code?.exec(refusal.code);
    const byMessage = rule.message?.exec(words);
    const match = rule.message === undefined ? byCode : byMessage;
    if (byCode === null || match === null || match === undefined) continue;
    return rule.explain({
      refusal,
      signed,
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
): (RefusalMeaning & Pick<RefusalExplanation, 'firstDifference'>) | undefined {
  if (
    !mismatch.test(refusal.message) &&
    !/^(?:SignatureDoesNotMatch|InvalidSignatureException|InvalidSignature)$/.test(refusal.code)
  ) {
    return undefined;
  }
  const sentence = 'AWS computed a different signature from the one in the request.';
  if (refusal.expected === undefined) {
    return {
      sentence,
      cause: announcesTexts(refusal.message)
        ? 'AWS says what it would have signed, but that part of the text is cut off or cannot be read: copy the whole response.'
        : 'AWS does not say what it would have signed. Most often the secret access key is wrong, or the request was changed after signing.',
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
    cause: 'Enter the secret again: it belongs to another key, was cut or holds a blank, or is from a different session.',
  };
}

/** OpenSearch Serverless refuses without words; its hint shows that it was the gateway, not an index. */
function fromOpenSearch(refusal: Refusal): RefusalMeaning | undefined {
  if (!refusal.details.has('ResponseHint')) return undefined;
  return {
    sentence: 'OpenSearch Serverless did not let the request through to the collection.',
    cause:
      'The service has to be “aoss” with a signed x-amz-content-sha256 and without a signed content-length, and a data access policy has to name the role.',
    fix: writeDirectives({ name: 'aws-service', value: 'aoss' }),
  };
}
