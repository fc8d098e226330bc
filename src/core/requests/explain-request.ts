import { codeBlock, inlineCode, plainMarkdown } from '../text/markdown-text.ts';
import type { HttpFileRequest, VariableDefinition } from '../http-file/http-file.ts';
import { type HttpRequest, headerValues } from '../http/message.ts';
import type { SignedRequest } from '../signing/signed-request.ts';
import { isSecretName, looksSecret, secretAccessKeyPattern } from '../redaction/secret-name.ts';
import { type SecretMarks, secretMarks } from '../redaction/secret-marks.ts';
import type { PreparedRequest } from './prepare-request.ts';
import { signerOf } from './signer.ts';
import { originWords, VariableOrigins, type VariableOriginsScope } from '../variables/variable-origins.ts';

/** The inputs of a signature as texts for people, with its secrets masked. */
export interface SignatureRecord {
  /** For example `POST sts.eu-central-1.amazonaws.com/`. */
  readonly title: string;
  readonly profile: string;
  readonly credentialScope: string;
  readonly date: Date;
  /** Canonical request and string to sign, laid out for comparison. */
  readonly text: string;
}

/** Bodies above this many bytes are named and not shown. */
const longestBody = 4096;

/** The part of a signed request that shows its signature, without the body. */
export interface SignatureSource {
  readonly request: Pick<SignedRequest, 'method' | 'host' | 'target' | 'headers' | 'signing'>;
  readonly profile: { readonly name: string } | undefined;
  /** Values of secret variables that are part of the request. */
  readonly secretVariables: readonly string[];
}

/** The text by which two signatures are compared. */
export function signatureRecord(source: SignatureSource): SignatureRecord {
  const { request, profile } = source;
  const { signing } = request;
  const mask = secretMarks(source);
  return {
    title: mask.keys(titleOf(request, mask)),
    profile: profile?.name ?? 'the keys in the file',
    credentialScope: signing.credentialScope,
    date: signing.date,
    text: signedText(mask.texts(signing)),
  };
}

function titleOf({ method, host, target }: SignatureSource['request'], { parts }: SecretMarks): string {
  return `${method} ${host}${parts.target(target.replace(/\?.*/s, ''))}`;
}

/** A canonical request and its string to sign on one page. */
export function signedText({ canonicalRequest, stringToSign }: { canonicalRequest: string; stringToSign: string }): string {
  return `# Canonical request\n${canonicalRequest}\n\n# String to sign\n${stringToSign}\n`;
}

export interface ExplainRequestOptions extends Omit<VariableOriginsScope, 'request'> {
  readonly source: HttpFileRequest;
  /** How far the server's clock is ahead of this machine's, in milliseconds, if a response revealed it. */
  readonly clockOffset: number;
}

/** Everything about a signature, as a page of Markdown. Holds no session token, no whole key, no signature and no value of a secret variable. */
export function explainRequest(prepared: PreparedRequest, options: ExplainRequestOptions): string {
  const { request, scope, profile } = prepared;
  const { signing } = request;
  const mask = secretMarks(prepared);
  const { canonicalRequest, stringToSign } = mask.texts(signing);
  const page = [
    `# ${plainMarkdown(titleOf(request, mask))}`,
    '',
    'Nothing was sent. Session token, access key, signature, values of secret variables and what has a name that says secret are masked; the signature was made with what they stand for. Equal marks of a window stand for equal values.',
    '',
    ...rows([
      ['Service', scope.service, scope.serviceSource],
      ['Region', scope.region, scope.regionSource === scope.serviceSource ? 'from the same' : scope.regionSource],
      ['Profile', profile?.name ?? 'none', profileSource(prepared)],
      ['Algorithm', signing.algorithm, scope.algorithm],
      ['Signed at', signing.date.toISOString(), dateSource(prepared, options.clockOffset)],
      ['Scope', signing.credentialScope, ''],
      ...(prepared.expiresIn === undefined ? [] : [['URL works for', `${prepared.expiresIn} s`, ''] as const]),
      ...(request.connectTo === undefined
        ? []
        : [['Connects to', request.connectTo, 'in place of the host, which stays in the signature'] as const]),
    ]),
    ...section('Variables', variableRows(options).map(mask.parts.text).map(plainMarkdown)),
    ...section('Wire request', [codeBlock('http', wireText(request, mask))]),
    ...section('Signed headers', headerRows(request, signing.signedHeaders, mask)),
    ...section('Canonical request', [codeBlock('text', canonicalRequest.split('\n'))]),
    ...section('String to sign', [codeBlock('text', stringToSign.split('\n'))]),
    '',
  ].join('\n');
  return mask.keys(page);
}

function section(title: string, lines: readonly string[]): string[] {
  return lines.length === 0 ? [] : ['', `## ${title}`, '', ...lines];
}

/** `- Service: sts (where it came from)`, the value as code. */
function rows(entries: readonly (readonly [name: string, value: string, source: string])[]): string[] {
  return entries.map(
    ([name, value, source]) => `- ${name}: ${inlineCode(value)}${source === '' ? '' : ` (${plainMarkdown(source)})`}`,
  );
}

const profileSources = {
  request: 'the aws-profile directive of the request',
  authorization: 'the Authorization header',
  file: 'the aws-profile directive of the file',
} as const;

function profileSource({ aws }: PreparedRequest): string {
  const signer = signerOf(aws);
  if (signer.by === 'keys') return 'the keys are in the file';
  return signer.by === 'named-profile' ? profileSources[signer.profile.source] : 'the active profile';
}

function dateSource({ datePinned }: PreparedRequest, offset: number): string {
  if (datePinned) return 'pinned by X-Amz-Date in the request';
  const seconds = Math.round(Math.abs(offset) / 1000);
  if (seconds === 0) return 'the clock of this machine';
  return `the clock of this machine, which is ${seconds} s ${offset > 0 ? 'behind' : 'ahead of'} the server's, corrected`;
}

function variableRows({ source, ...scope }: ExplainRequestOptions): string[] {
  return [...new VariableOrigins({ ...scope, request: source }).used(source)].map(([expression, origin]) => {
    const words = origin === undefined ? 'not of the file' : originWords(origin);
    return `- \`{{${expression}}}\`: ${words}${origin?.kind === 'file' ? shownValue(origin.definition) : ''}`;
  });
}

/** The definition as written in the file, unless it may be a secret. */
function shownValue({ name, value }: VariableDefinition): string {
  return isSecretName(name) || looksSecret(value) || secretAccessKeyPattern.test(value) ? '' : `: ${value}`;
}

function wireText(request: HttpRequest, { parts }: SecretMarks): string[] {
  return [
    `${request.method} ${parts.target(request.target)} HTTP/1.1`,
    `Host: ${request.host}`,
    ...request.headers.map(parts.header).map(([name, value]) => `${name}: ${value}`),
    ...bodyText(request, parts),
  ];
}

function bodyText({ body, headers }: HttpRequest, parts: SecretMarks['parts']): string[] {
  if (!(body instanceof Uint8Array)) return ['', `< ${parts.text(body.path)} (${body.size} bytes)`];
  if (body.byteLength === 0) return [];
  try {
    const text = new TextDecoder('utf-8', { fatal: true }).decode(body);
    if (body.byteLength <= longestBody && !text.includes('\0')) {
      return ['', ...parts.body(text, headerValues(headers, 'content-type')[0] ?? '').split('\n')];
    }
  } catch {
    // Binary data is named by its size.
  }
  return ['', `(${body.byteLength} bytes)`];
}

function headerRows(request: HttpRequest, signedHeaders: readonly string[], { parts }: SecretMarks): string[] {
  const values = new Map([['host', [request.host]]]);
  for (const [name, value] of request.headers) {
    const key = name.toLowerCase();
    values.set(key, [...(values.get(key) ?? []), value]);
  }
  const unsigned = [...values.keys()].filter((name) => !signedHeaders.includes(name) && name !== 'authorization');
  return [
    ...signedHeaders.map((name) => `- ${name}: ${inlineCode(parts.header([name, values.get(name)?.join(', ') ?? ''])[1])}`),
    ...unsigned.map((name) => `- ${name} is sent unsigned, because it may change on the way`),
  ];
}
