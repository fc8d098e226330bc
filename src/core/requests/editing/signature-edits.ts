import { directiveLine } from '../../http-file/directives.ts';
import type { HttpFileRequest } from '../../http-file/http-file.ts';
import { type TextEdit, wholeLines } from '../../http-file/text-edit.ts';
import type { PreparedRequest } from '../prepare-request.ts';
import { UserError } from '../../errors.ts';
import { signatureHeaders } from '../../signing/signature-headers.ts';
import { isAwsAuthorization } from '../../http-file/aws-authorization.ts';

/**
 * The edits that write a signature into the text of its request: older signature headers are removed, the new ones come after the
 * others. Profile, service and region of an `Authorization: AWS …` are kept as directives, so that the next signature is by the
 * same signer.
 * @throws {UserError} `sign-curl`, `sign-loses-keys` if the signature cannot be written into the text
 */
export function signatureEdits(source: HttpFileRequest, { request, aws, asked }: PreparedRequest): TextEdit[] {
  requireWritable(source, aws.credentials !== undefined);
  const lines = request.headers
    .filter(([name]) => signatureHeaders.has(name.toLowerCase()))
    .map(([name, value]) => `\n${name}: ${value}`);
  const kept = source.headers.filter(({ name }) => !signatureHeaders.has(name.toLowerCase()));
  const after = (kept.at(-1) ?? { range: source.requestLineRange }).range.end;
  const above = { line: source.requestLineRange.start.line, character: 0 };
  const directives = [askedLines(asked), ...fromAuthorization(source, aws)].filter((text) => text !== '');
  return [
    ...(directives.length === 0 ? [] : [{ range: { start: above, end: above }, text: directives.join('') }]),
    { range: { start: after, end: after }, text: lines.join('') },
    ...signatureRemovals(source),
  ];
}

/** A person's answers as lines above the request, where everyone can see them; empty if nothing was asked. */
export function askedLines({ service, region }: PreparedRequest['asked']): string {
  return [
    service === undefined ? '' : directiveLine('aws-service', service),
    region === undefined ? '' : directiveLine('aws-region', region),
  ].join('');
}

/** The edits that remove an old signature from the text of a request, so that it is signed again when it is sent. */
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

/** The settings that only the header to be replaced gives. */
function fromAuthorization(source: HttpFileRequest, aws: PreparedRequest['aws']): string[] {
  const header = source.headers.find(({ name, value }) => name.toLowerCase() === 'authorization' && isAwsAuthorization(value));
  if (header === undefined) return [];
  return (['profile', 'service', 'region'] as const).flatMap((what) => {
    const said = aws[what];
    return said !== undefined && said.range.start.line >= header.range.start.line && said.range.end.line <= header.range.end.line
      ? [directiveLine(`aws-${what}`, said.value)]
      : [];
  });
}
