import { UserError } from '../../errors.ts';
import type { Credentials } from '../../signing/credentials.ts';
import type { Header, HttpRequest } from '../../http/message.ts';
import { profileRegion } from '../../profiles/profile.ts';
import type { PreparedRequest } from '../../requests/prepare-request.ts';
import type { RequestScope } from '../../requests/signer.ts';
import { signatureHeaders } from '../../signing/signature-headers.ts';
import { curlTarget, curlVersionNote } from './curl-signing.ts';
import { quote, type Shell, shellLines } from './shell-quoting.ts';

/** Text for a shell. */
export interface CopyTexts {
  /**
   * A curl command with a request's headers unchanged.
   * @throws UserError `body-not-text` for bytes that no shell word can contain
   */
  readonly curl: (request: HttpRequest) => string;
  /**
   * A curl command that signs the request itself, with the keys of the shell's environment.
   * @param request signed in its headers: a signature in the URL would stay there
   * @throws UserError as `curl`; `curl-lacks-sigv4a` for a set of regions
   */
  readonly curlSigV4: (request: HttpRequest, scope: Pick<RequestScope, 'service' | 'region' | 'algorithm'>) => CurlCommand;
  /**
   * Lines that set the credentials in a shell, as the AWS CLI and the SDKs read them, with their region and endpoint: other
   * variables are unset, because another session's token or another endpoint would make every call fail or send the keys there.
   * @throws UserError `not-for-cmd` for values that cmd.exe would change
   */
  readonly environment: (credentials: Credentials, target: EnvironmentTarget, shell: Shell) => string;
}

/** Where credentials of a shell's environment are used. */
export interface EnvironmentTarget {
  /** Undefined if there is no single one. */
  readonly region: string | undefined;
  /** Origin that is connected to instead of AWS. */
  readonly endpoint: string | undefined;
}

/** Where the credentials of a signed request are valid: its own endpoint, and its region, or its profile's if it is signed for several. */
export function environmentTarget({
  request,
  scope,
  profile,
}: Pick<PreparedRequest, 'request' | 'scope' | 'profile'>): EnvironmentTarget {
  const own = scope.algorithm === 'SigV4a' ? '' : scope.region;
  const region = own === '' && profile !== undefined ? profileRegion(profile.profile) : own;
  return { region: region === '' ? undefined : region, endpoint: request.connectTo };
}

/** A command, with the versions of curl that carry it out if not all do. */
export interface CurlCommand {
  readonly text: string;
  readonly note: string | undefined;
}

/** Whether curl itself writes a header. It takes the body hash from our header, and curl before 8.0 does not send the one that S3 demands. */
function isOfCurl(name: string): boolean {
  return signatureHeaders.has(name) && name !== 'x-amz-content-sha256';
}

export const copyTexts: CopyTexts = {
  curl: (request) => command(request, request.headers, []),

  curlSigV4: (request, { service, region, algorithm }) => {
    if (algorithm === 'SigV4a') {
      throw new UserError({
        code: 'curl-lacks-sigv4a',
        message: 'This request is signed with SigV4a for a set of regions, which curl does not know.',
        remedy: 'Copy it as “curl, signed”, or name one region: “# @aws-region eu-west-1”.',
      });
    }
    const headers = request.headers.filter(([name]) => !isOfCurl(name.toLowerCase()));
    const written = { ...request, target: curlTarget(request, service) };
    // https://curl.se/docs/manpage.html#--aws-sigv4
    const words = [`--aws-sigv4 ${quote(`aws:amz:${region}:${service}`)}`, `--user "$AWS_ACCESS_KEY_ID:$AWS_SECRET_ACCESS_KEY"`];
    const isSession = request.headers.some(([name]) => name.toLowerCase() === 'x-amz-security-token');
    if (isSession) words.push('-H "X-Amz-Security-Token: $AWS_SESSION_TOKEN"');
    return { text: command(written, headers, words), note: curlVersionNote({ ...written, headers }, service) };
  },

  // https://docs.aws.amazon.com/sdkref/latest/guide/settings-reference.html
  environment: ({ accessKeyId, secretAccessKey, sessionToken }, { region, endpoint }, shell) => {
    const values: [string, string | undefined][] = [
      ['AWS_ACCESS_KEY_ID', accessKeyId],
      ['AWS_SECRET_ACCESS_KEY', secretAccessKey],
      ['AWS_SESSION_TOKEN', sessionToken],
      ['AWS_REGION', region],
      // boto3 and AWS CLI version 1 read only this one.
      ['AWS_DEFAULT_REGION', region],
      ['AWS_ENDPOINT_URL', endpoint],
    ];
    const { set, unset } = shellLines[shell];
    return values
      .map(([name, value]) => (value === undefined ? unset(name) : set(name, value)))
      .join('\n')
      .concat('\n');
  },
};

function command(request: HttpRequest, headers: readonly Header[], more: readonly string[]): string {
  const { method, host, target, protocol, connectTo, body } = request;
  const words = [
    `curl ${method === 'HEAD' ? '--head' : `-X ${quote(method)}`} ${quote(`${connectTo ?? `${protocol}//${host}`}${target}`)}`,
  ];
  // Dot segments and brackets are part of what is signed.
  words.push('--path-as-is --globoff');
  if (connectTo !== undefined) words.push(`-H ${quote(`Host: ${host}`)}`);
  for (const [name, value] of headers) words.push(`-H ${quote(value === '' ? `${name};` : `${name}: ${value}`)}`);
  words.push(...more);
  const data = dataOption(body);
  if (data !== undefined) {
    // Without one, curl would declare any data a form.
    if (!headers.some(([name]) => name.toLowerCase() === 'content-type')) words.push(`-H 'Content-Type:'`);
    words.push(data);
  }
  return `${words.join(' \\\n  ')}\n`;
}

function dataOption(body: HttpRequest['body']): string | undefined {
  if (!(body instanceof Uint8Array)) return `--data-binary ${quote(`@${body.path}`)}`;
  // `--data-raw` keeps line ends and a leading “@”.
  return body.length === 0 ? undefined : `--data-raw ${quote(textOf(body))}`;
}

/** @throws UserError `body-not-text` */
function textOf(body: Uint8Array): string {
  let text: string | undefined;
  try {
    text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(body);
  } catch {
    text = undefined;
  }
  if (text !== undefined && !text.includes('\0')) return text;
  throw new UserError({
    code: 'body-not-text',
    message: 'The body holds bytes that cannot be written in a shell command.',
    remedy: 'Write the body into a file and name it in the request: “< ./file”.',
  });
}
