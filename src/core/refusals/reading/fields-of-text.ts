import type { RefusalFields } from './refusal-fields.ts';

/** How tools write an AWS error on one line: the AWS CLI, SDKs for Go and PHP, exceptions of all languages. */
const forms: readonly RegExp[] = [
  /An error occurred \((?<code>\w{1,80})\) when calling the \w{1,80} operation[^:\n]{0,80}: (?<message>[\s\S]+)$/,
  /\bapi error (?<code>\w{1,80}): (?<message>[\s\S]+)$/,
  /(?<!\w)(?<code>[A-Z]\w{2,80}) \((?:client|server)\): (?<message>[\s\S]+?)(?= - (?:<|\{)|$)/,
  /(?<![\w"])(?<code>[A-Z]\w{0,80}(?:Exception|DoesNotMatch|AccessDenied|UnauthorizedOperation)): (?<message>[\s\S]+)$/,
];

/** Where an SDK for Java begins to name the service. */
const javaTail = ' (Service: ';

/** A message without its wrapping, as logs and terminals show it. */
export function fieldsOfText(text: string): RefusalFields {
  const details = new Map<string, string>();
  if (/^<(?:!doctype )?html/i.test(text)) return { code: '', message: '', details };
  const tail = text.indexOf(javaTail);
  const tailCode = tail === -1 ? undefined : /Error Code: (\w{1,80})/.exec(text.slice(tail, tail + 400))?.[1];
  const plain = tail === -1 ? text : text.slice(0, tail);
  for (const form of forms) {
    const { code = '', message = '' } = form.exec(plain)?.groups ?? {};
    if (code !== '') return { code: tailCode ?? code, message: message.trim(), details };
  }
  const named = /(?:^|\s)([A-Z]\w{0,80}(?:Exception|Error|DoesNotMatch))\b/.exec(plain)?.[1];
  return { code: tailCode ?? named ?? '', message: plain.trim(), details };
}
