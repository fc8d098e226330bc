import { longestPresign } from '../aws/longest-presign.ts';
import type { Directive } from './http-file.ts';

/**
 * The argument of a directive. Its kind decides how it is checked, completed and hovered. `hint` says in a few words what to write,
 * beside the name in completion.
 */
export type Argument =
  { readonly use: 'none' } | ({ readonly use: 'optional' | 'required'; readonly hint?: string } & ArgumentKind);

type ArgumentKind =
  /** `text` is for people only; a `prompt` is the name of a variable followed by such a text. */
  | { readonly kind: 'profile' | 'service' | 'regions' | 'name' | 'prompt' | 'text' | 'condition' }
  /** One of these words, each with what it means. */
  | { readonly kind: 'choice'; readonly choices: Readonly<Record<string, string>> }
  | {
      readonly kind: 'seconds';
      readonly longest: number;
      readonly proposed: readonly number[];
      /** @param duration for example `15 minutes` */
      readonly describe: (duration: string) => string;
    };

/** How a request is sent, as far as directives decide that. */
export interface SendInstructions {
  readonly isDisabled: boolean;
  /** The question that a person is asked before it is sent; undefined if nobody is asked. */
  readonly question: string | undefined;
  readonly followRedirects: boolean;
  /** Whether the history records it. */
  readonly isKept: boolean;
}

/** How a request without directives is sent. */
export const ordinarySend: SendInstructions = { isDisabled: false, question: undefined, followRedirects: true, isKept: true };

/** What a directive affects, and thus who carries it out. */
export type Meaning =
  /** Who signs, for what and how: `readAwsSettings`. */
  | { readonly kind: 'signing' }
  /** Whether and how it is sent: `sendDirectives`. @param value of the directive; empty where none is written */
  | { readonly kind: 'sending'; readonly instruct: (value: string) => Partial<SendInstructions> }
  /** How the text of the request is read. */
  | { readonly kind: 'reading' }
  /** The same in every HTTP client, which also complete and explain it: that is left to them. */
  | { readonly kind: 'common' }
  /** Other clients carry it out, this one does not. */
  | { readonly kind: 'elsewhere' };

/** A directive, `# @name argument`. */
export interface DirectiveRow<Name extends string = DirectiveName> {
  readonly name: Name;
  /** Other accepted names. */
  readonly aliases?: readonly string[];
  readonly argument: Argument;
  /** Whether it belongs to its request alone, or may also come before the first request, for all requests of the file that do not say otherwise. */
  readonly scope: 'request' | 'both';
  /** Whether several of them make sense; otherwise the last one counts. */
  readonly mayRepeat?: true;
  readonly meaning: Meaning;
  /** Markdown, for completion and hover; for those of other clients, what happens here instead. */
  readonly help: string;
}

const text = { use: 'optional', kind: 'text' } as const;

/**
 * THE table of directives. Whatever reads, corrects, completes, explains or carries out a directive asks it; a new directive is a row here, the
 * code that carries it out, and its row in the README.
 */
const rows = [
  {
    name: 'aws-profile',
    argument: { use: 'required', kind: 'profile', hint: 'name' },
    scope: 'both',
    meaning: { kind: 'signing' },
    help: 'The profile that signs this request; the active one if none is named.',
  },
  {
    name: 'aws-service',
    argument: { use: 'required', kind: 'service', hint: 'signing name' },
    scope: 'both',
    meaning: { kind: 'signing' },
    help: 'The signing name of the service, if the host does not name it, for example `execute-api`.',
  },
  {
    name: 'aws-region',
    argument: { use: 'required', kind: 'regions', hint: 'region or regions' },
    scope: 'both',
    meaning: { kind: 'signing' },
    help: 'The region to sign for, if the host does not name it; otherwise the profile’s.',
  },
  {
    name: 'aws-payload',
    argument: {
      use: 'required',
      kind: 'choice',
      hint: 'signed or unsigned',
      choices: {
        signed: 'The signature covers the body.',
        unsigned: 'The signature leaves the body out: UNSIGNED-PAYLOAD.',
      },
    },
    scope: 'both',
    meaning: { kind: 'signing' },
    help: '`unsigned` leaves the body out of the signature (`UNSIGNED-PAYLOAD`), `signed` puts it in whatever a header says.',
  },
  {
    name: 'aws-presign',
    argument: {
      use: 'required',
      kind: 'seconds',
      hint: 'seconds',
      // https://docs.aws.amazon.com/AmazonS3/latest/userguide/using-presigned-url.html
      longest: longestPresign,
      proposed: [300, 900, 3600, 43_200, longestPresign],
      describe: (duration) => `The URL works for ${duration}.`,
    },
    scope: 'both',
    meaning: { kind: 'signing' },
    help: `Seconds that a presigned URL of this request works, at most ${longestPresign} (7 days).`,
  },
  {
    name: 'disabled',
    argument: { use: 'optional', kind: 'condition' },
    scope: 'both',
    meaning: { kind: 'sending', instruct: (value) => ({ isDisabled: value !== 'false' }) },
    help: 'The request is not sent. With `false` after it, it is; any other condition is not evaluated and keeps it from being sent.',
  },
  {
    name: 'note',
    argument: { use: 'optional', kind: 'text', hint: 'question' },
    scope: 'both',
    meaning: { kind: 'sending', instruct: (value) => ({ question: value === '' ? 'Send this request?' : value }) },
    help: 'Asks for confirmation with this text before the request is sent.',
  },
  {
    name: 'no-redirect',
    argument: { use: 'none' },
    scope: 'both',
    meaning: { kind: 'sending', instruct: () => ({ followRedirects: false }) },
    help: 'Shows a redirect instead of following it.',
  },
  {
    name: 'no-log',
    argument: { use: 'none' },
    scope: 'both',
    meaning: { kind: 'sending', instruct: () => ({ isKept: false }) },
    help: 'The history does not hold the request.',
  },
  {
    name: 'keep-body-comments',
    argument: { use: 'none' },
    scope: 'request',
    meaning: { kind: 'reading' },
    help: 'Sends lines of the body that begin with `#` or `//`, and at its end those like `>> file` and `?? assertion`; HTTP files leave them out otherwise.',
  },
  {
    name: 'prompt',
    argument: { use: 'optional', kind: 'prompt' },
    scope: 'request',
    mayRepeat: true,
    meaning: { kind: 'common' },
    help: 'Asks for a variable each time the request is sent: `# @prompt name description`. Hidden where the name says password.',
  },
  {
    name: 'name',
    argument: { use: 'optional', kind: 'name' },
    scope: 'request',
    meaning: { kind: 'common' },
    help: 'Names the request, so that others can refer to its response: `{{name.response.body.$.id}}`.',
  },
  // What httpYac does, https://httpyac.github.io/guide/metaData.html
  {
    name: 'ref',
    aliases: ['forceRef', 'forceref', 'force-ref'],
    argument: text,
    scope: 'both',
    mayRepeat: true,
    meaning: { kind: 'elsewhere' },
    help: 'Other requests are not sent by a directive here; send the named one before this one.',
  },
  {
    name: 'loop',
    argument: text,
    scope: 'both',
    mayRepeat: true,
    meaning: { kind: 'elsewhere' },
    help: 'Loops are not carried out here; the request is sent once.',
  },
  {
    name: 'import',
    argument: text,
    scope: 'both',
    mayRepeat: true,
    meaning: { kind: 'elsewhere' },
    help: 'Other files are not read or run from here.',
  },
  {
    name: 'sleep',
    argument: text,
    scope: 'both',
    mayRepeat: true,
    meaning: { kind: 'elsewhere' },
    help: 'Nothing waits here; the request is sent at once.',
  },
  // What JetBrains’ client does, https://www.jetbrains.com/help/idea/exploring-http-syntax.html
  {
    name: 'timeout',
    aliases: ['connection-timeout'],
    argument: text,
    scope: 'both',
    // The two names are of two time limits there, which stand side by side.
    mayRepeat: true,
    meaning: { kind: 'elsewhere' },
    help: 'Time limits are not read from a file here; that of the setting “awsAuth.request.timeout” counts.',
  },
] as const satisfies readonly DirectiveRow<string>[];

export type DirectiveName = (typeof rows)[number]['name'];

/** The directives that say how a request is signed. */
export type SigningDirective = Extract<(typeof rows)[number], { readonly meaning: { readonly kind: 'signing' } }>['name'];

export const directiveTable: readonly DirectiveRow[] = rows;

/** The directives that only this client carries out, completes, explains and corrects. */
export const ownDirectives = directiveTable.filter(({ meaning: { kind } }) => kind !== 'common' && kind !== 'elsewhere');

const rowsByName: ReadonlyMap<string, DirectiveRow> = new Map(
  directiveTable.flatMap((row) => [row.name, ...(row.aliases ?? [])].map((name) => [name, row] as const)),
);

export const signingDirectives: readonly SigningDirective[] = directiveTable.map(({ name }) => name).filter(isSigning);

function isSigning(name: DirectiveName): name is SigningDirective {
  return directiveRow(name)?.meaning.kind === 'signing';
}

/** The row of a name as written, aliases included; undefined for any other name, misspelt ones too. */
export function directiveRow(name: string): DirectiveRow | undefined {
  return rowsByName.get(name);
}

/** The effective directive: the last one of that name. */
export function findDirective(directives: readonly Directive[], name: DirectiveName): Directive | undefined {
  return directives.findLast((each) => each.name === name);
}

/** All directives of that name, in order, for those that may repeat. */
export function directivesNamed(directives: readonly Directive[], name: DirectiveName): readonly Directive[] {
  return directives.filter((each) => each.name === name);
}

/** A directive as written into a file, with its line end. */
export function directiveLine(name: DirectiveName, value = ''): string {
  return `${`# @${name} ${value}`.trimEnd()}\n`;
}
