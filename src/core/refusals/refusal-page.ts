import { codeBlock, inlineCode, plainMarkdown } from '../text/markdown-text.ts';
import { plainText } from '../text/plain-text.ts';
import type { RefusalExplanation } from './explain-refusal.ts';
import type { DeniedPermission } from './permissions/denied-permission.ts';
import type { PolicyProposal, PolicyStatement } from './permissions/policy-proposal.ts';
import { lineOf } from '../remedies/remedy.ts';
import type { RefusalRemedy } from './refusal.ts';

/** What the page says about the request itself, if it is one of ours. */
export interface RefusedRequest {
  readonly title: string;
  readonly profile: string;
  readonly credentialScope: string;
}

/** A refusal as a page of Markdown: the sentence, the cause, who may not do what, and AWS's own words. */
export function refusalPage(
  { sentence, cause, code, message, fix, expected, firstDifference, permission }: RefusalExplanation,
  request: RefusedRequest | undefined,
): string {
  const first =
    firstDifference === undefined
      ? ''
      : `${firstDifference.part}${firstDifference.name === '' ? '' : ` ${firstDifference.name}`}`;
  const words = message.replace(/\n\s*The Canonical String for this request[\s\S]*$/, '').trim();
  return [
    `# ${plainMarkdown(plainText(sentence))}`,
    '',
    plainMarkdown(cause),
    '',
    ...(first === '' ? [] : [`- First difference: ${plainMarkdown(first)}`]),
    ...fixRows(fix),
    ...(permission?.denied === undefined ? [] : permissionRows(permission.denied)),
    ...(code === '' ? [] : [`- Code: ${quoted(code)}`]),
    ...(request === undefined
      ? []
      : [
          `- Request: ${plainMarkdown(request.title)}`,
          `- Signed by: ${plainMarkdown(`${request.profile} for ${request.credentialScope}`)}`,
        ]),
    '',
    ...(permission?.proposals ?? []).flatMap(proposalSection),
    ...(permission?.encodedMessage === undefined ? [] : decodingSection(permission.encodedMessage)),
    "## AWS's words",
    '',
    ...words.split(/\r\n|\r|\n/).map((line) => `> ${plainMarkdown(line)}`.trimEnd()),
    ...(expected === undefined
      ? []
      : [
          '',
          '## What AWS would have signed',
          '',
          ...block('text', expected.canonicalRequest),
          '',
          ...block('text', expected.stringToSign),
        ]),
    '',
  ].join('\n');
}

function fixRows(fix: RefusalRemedy | undefined): string[] {
  switch (fix?.kind) {
    case 'directives':
      return fix.directives.map((line) => `- Fix: write ${inlineCode(lineOf(line))} above the request`);
    case 'header':
      return [`- Fix: write ${inlineCode(`${fix.name}: ${fix.value}`)} below the request line`];
    default:
      return [];
  }
}

function permissionRows({ principal, action, resource, policyArn, setting }: DeniedPermission): string[] {
  const rows: readonly (readonly [name: string, value: string | undefined])[] = [
    ['Who', principal],
    ['Action', action],
    ['Resource', resource],
    ['Denied by', policyArn],
    ['Setting', setting],
  ];
  return rows.flatMap(([name, value]) => (value === undefined || value === '' ? [] : [`- ${name}: ${quoted(value)}`]));
}

function proposalSection({ place, statement, remarks }: PolicyProposal): string[] {
  return [
    `## A statement for ${plainMarkdown(place)}`,
    '',
    ...block('json', statementText(statement)),
    '',
    ...remarks.map((remark) => `- ${plainMarkdown(remark)}`),
    ...(remarks.length === 0 ? [] : ['']),
  ];
}

/** A request as .http files write it, ready to be sent. */
function decodingSection(encodedMessage: string): string[] {
  const body = `Action=DecodeAuthorizationMessage&Version=2011-06-15&EncodedMessage=${encodedMessage}`;
  const head = ['POST https://sts.us-east-1.amazonaws.com/', 'Content-Type: application/x-www-form-urlencoded'];
  return ['## The request that decodes the message', '', ...block('http', [...head, '', body].join('\n')), ''];
}

/** The statement as it is copied. */
export function statementText(statement: PolicyStatement): string {
  return JSON.stringify(statement, undefined, 2);
}

function block(language: string, text: string): string[] {
  return [codeBlock(language, text.split('\n'))];
}

/** Foreign text on one line that cannot end the code it is in. */
function quoted(text: string): string {
  return `\`${text.replaceAll(/[\p{C}\p{Zl}\p{Zp}`]/gu, '\u{FFFD}')}\``;
}
