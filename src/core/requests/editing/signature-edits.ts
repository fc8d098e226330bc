import type { HttpFileRequest } from '../../http-file/http-file.ts';
import { type TextEdit, wholeLines } from '../../http-file/text-edit.ts';
import type { PreparedRequest } from '../prepare-request.ts';
import { UserError } from '../../errors.ts';
import { isAwsAuthorization } from '../../http-file/aws-authorization.ts';

const signatureHeaders = new Set([
  'authorization',
  'x-amz-content-sha256',
  'x-amz-date',
  'x-amz-region-set',
  'x-amz-security-token',
]);

/**
 * The edits that write a signature into the text of its request: older signature headers go, the headers of this one stand after the others.
 * What an `Authorization: AWS …` said of profile, service and region stays as directives, so that the next signature is the same signer's.
 * @throws {UserError} `sign-curl`, `sign-loses-keys` where the text cannot hold the signature
 */
export function signatureEdits(source: HttpFileRequest, { request, aws, asked }: PreparedRequest): TextEdit[] {
  requireWritable(source, aws.credentials !== undefined);
  const lines = request.headers
    .filter(([name]) => signatureHeaders.has(name.toLowerCase()))
    .map(([name, value]) => `\n${name}: ${value}`);
  const kept = source.headers.filter(({ name }) => !signatureHeaders.has(name.toLowerCase()));
  const after = (kept.at(-1) ?? { range: source.requestLineRange }).range.end;
  const above = { line: source.requestLineRange.start.line, character: 0 };
  const directives = [...Object.entries(asked), ...fromAuthorization(source, aws)].map(
    ([what, value]) => `# @aws-${what} ${value}\n`,
  );
  return [
    ...(directives.length === 0 ? [] : [{ range: { start: above, end: above }, text: directives.join('') }]),
    { range: { start: after, end: after }, text: lines.join('') },
    ...signatureRemovals(source),
  ];
}

/** The edits that take a signature of an earlier time out of the text of a request, so that it is signed anew when it is sent. */
export function signatureRemovals(source: HttpFileRequest): TextEdit[] {
  return source.headers
    .filter(({ name }) => signatureHeaders.has(name.toLowerCase()))
    .map(({ range }) => ({ range: wholeLines(range), text: '' }));
}

function requireWritable(source: HttpFileRequest, hasKeys: boolean): void {
  if (source.syntax === 'curl') {
    throw new UserError({
      code: 'sign-curl',
      message: 'A signature cannot be written into a curl command.',
      remedy: 'Send it as it is, or write the request as “METHOD url” with headers below.',
    });
  }
  if (hasKeys) {
    throw new UserError({
      code: 'sign-loses-keys',
      message: 'Signing in place would replace the keys in the Authorization header, and nothing would name the signer any more.',
      remedy: 'Make a profile of these keys and name it with “# @aws-profile”, or send the request as it is.',
    });
  }
}

/** What only the header to be replaced says. */
function fromAuthorization(source: HttpFileRequest, aws: PreparedRequest['aws']): [string, string][] {
  const header = source.headers.find(({ name, value }) => name.toLowerCase() === 'authorization' && isAwsAuthorization(value));
  if (header === undefined) return [];
  return (['profile', 'service', 'region'] as const).flatMap((what): [string, string][] => {
    const said = aws[what];
    return said !== undefined && said.range.start.line >= header.range.start.line && said.range.end.line <= header.range.end.line
      ? [[what, said.value]]
      : [];
  });
}
