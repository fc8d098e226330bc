import type { VerifiedRequest } from '../signatures/verify-sigv4.ts';
import { jsonAnswer, type Answer } from '../wire/answer.ts';
import { brokenConstraint, jsonObject } from '../wire/json-input.ts';
import { Refusal } from '../wire/refusals.ts';
import { header } from '../wire/wire-request.ts';
import { formBody, type SandboxService } from './sandbox-service.ts';

/** Amazon Translate without any language: the text comes back unchanged, with a mark. */
export const translate: SandboxService = {
  name: 'translate',
  serves: (_, { service, family }) => service === 'translate' && family === 'json',
  body: formBody,
  signature: 'sigv4',
  answer: translateText,
};

/** Bytes of UTF-8, https://docs.aws.amazon.com/translate/latest/dg/what-is-limits.html */
const longestText = 10_000;

/**
 * Answers TranslateText, the only operation that is played. Throws a `Refusal`.
 * Source: https://docs.aws.amazon.com/translate/latest/APIReference/API_TranslateText.html
 */
function translateText({ request }: VerifiedRequest): Answer {
  if (header(request, 'x-amz-target') !== 'AWSShineFrontendService_20170701.TranslateText') {
    throw new Refusal('UnknownOperationException', 400, '');
  }
  const input = jsonObject(request, '');
  const text = member(input, 'Text', 'text');
  const from = member(input, 'SourceLanguageCode', 'sourceLanguageCode');
  const to = member(input, 'TargetLanguageCode', 'targetLanguageCode');
  const size = Buffer.byteLength(text);
  if (size > longestText) {
    const message = `Input text size exceeds limit. Max length of request text allowed is ${longestText} bytes while in this request the text size is ${size} bytes`;
    throw new Refusal('TextSizeLimitExceededException', 400, message);
  }
  const source = from === 'auto' ? 'en' : from;
  return jsonAnswer(
    { SourceLanguageCode: source, TargetLanguageCode: to, TranslatedText: `[local sandbox, ${source} to ${to}] ${text}` },
    200,
    'application/x-amz-json-1.1',
  );
}

function member(input: Readonly<Record<string, unknown>>, name: string, path: string): string {
  const value = input[name] ?? undefined;
  if (typeof value === 'string' && value !== '') return value;
  if (value !== undefined && typeof value !== 'string') throw new Refusal('SerializationException', 400, '');
  const [shown, rule] =
    value === undefined ? ['null', 'Member must not be null'] : ["''", 'Member must have length greater than or equal to 1'];
  throw brokenConstraint(shown, path, rule);
}
