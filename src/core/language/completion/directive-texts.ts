import type { awsDirectives, sendingDirectives } from '../../http-file/directives.ts';

/** A directive as completion and hover tell it. */
export interface DirectiveText {
  readonly name: (typeof awsDirectives)[number] | (typeof sendingDirectives)[number] | 'name' | 'prompt';
  /** Markdown. */
  readonly text: string;
  /** What stands behind it, in a few words. */
  readonly value?: string;
  /** Whether the values that it takes can be listed. */
  readonly isListed?: boolean;
  /** Whether every other client completes it too. */
  readonly isOthers?: boolean;
}

export const directiveTexts: readonly DirectiveText[] = [
  {
    name: 'aws-profile',
    value: 'name',
    isListed: true,
    text: 'The profile that signs this request; the active one where none is named.',
  },
  {
    name: 'aws-service',
    value: 'signing name',
    isListed: true,
    text: 'The signing name of the service, where the host does not tell it, for example `execute-api`.',
  },
  {
    name: 'aws-region',
    value: 'region or regions',
    isListed: true,
    text: 'The region that is signed for, where the host does not tell it; else the profile’s.',
  },
  {
    name: 'aws-payload',
    value: 'signed or unsigned',
    isListed: true,
    text: '`unsigned` leaves the body out of the signature (`UNSIGNED-PAYLOAD`), `signed` puts it in whatever a header says.',
  },
  {
    name: 'aws-presign',
    value: 'seconds',
    isListed: true,
    text: 'Seconds that a presigned URL of this request works, at most 604800 (7 days).',
  },
  {
    name: 'disabled',
    text: 'The request is not sent. With `false` behind it, it is; any other condition is not evaluated and keeps it from being sent.',
  },
  { name: 'note', value: 'question', text: 'Asks for confirmation with this text before the request is sent.' },
  { name: 'no-redirect', text: 'Shows a redirect instead of following it.' },
  { name: 'no-log', text: 'The history does not hold the request.' },
  {
    name: 'keep-body-comments',
    text: 'Sends lines of the body that begin with `#` or `//`, and at its end those like `>> file` and `?? assertion`; HTTP files leave them out otherwise.',
  },
  {
    name: 'prompt',
    isOthers: true,
    text: 'Asks for a variable each time the request is sent: `# @prompt name description`. Hidden where the name says password.',
  },
  {
    name: 'name',
    isOthers: true,
    text: 'Names the request, so that others can refer to its answer: `{{name.response.body.$.id}}`.',
  },
];

/** What is told of the directive at a column of a line, with its place; undefined where there is none, or where others tell it. */
export function directiveHover(
  line: string,
  character: number,
): { readonly text: string; readonly start: number; readonly end: number } | undefined {
  const [, before = '', name = ''] = /^(\s*(?:#+|\/{2,})\s*@)([\w-]+)/.exec(line) ?? [];
  const found = directiveTexts.find((each) => each.name === name && each.isOthers !== true);
  const end = before.length + name.length;
  if (found === undefined || character > end) return undefined;
  return { text: `**@${name}**  \n${found.text}`, start: before.length - 1, end };
}
