import { commandSubjects } from '../commands.ts';
import type { CommandId, Commands } from '../commands.ts';
import { directiveLine, type SigningDirective } from '../http-file/directives.ts';
import type { TextEdit } from '../http-file/text-edit.ts';

interface Offered {
  /** The title of the button, lens or quick fix that offers it. */
  readonly title: string;
  /** A codicon, for a button without text. */
  readonly icon?: string;
  /** Whether it is the one that most people want. */
  readonly preferred?: boolean;
}

/** Runs a command of the product. */
export type CommandRemedy = Offered & {
  readonly kind: 'command';
  /** The line (from 0) of the request, of the same document, that a command about a request is to be run for. */
  readonly line?: number;
  /** Whether this resolves the failure, so that the failed action is retried afterwards. */
  readonly thenAgain?: true;
} & { readonly [Id in CommandId]: { readonly command: Id; readonly target?: Commands[Id][0] } }[CommandId];

/** Opens something of the editor: a setting, workspace trust, a file at a place (from 1). */
export type EditorRemedy = Offered &
  (
    | { readonly kind: 'setting'; readonly name: string }
    | { readonly kind: 'workspace-trust' }
    | { readonly kind: 'open-file'; readonly path: string; readonly line: number; readonly column: number }
  );

/** Changes the text of the document that a finding is about, or creates the file that it names. */
export type DocumentRemedy = Offered &
  (
    | { readonly kind: 'edit'; readonly edits: readonly TextEdit[] }
    /** As written in the text: a relative path starts at the folder of the document. */
    | { readonly kind: 'create-file'; readonly path: string }
  );

/** A line written above a request, `# @name value`. */
export interface DirectiveLine {
  readonly name: SigningDirective;
  readonly value: string;
}

/** Changes a request, wherever its text is by then. */
export type RequestRemedy = Offered &
  (
    | { readonly kind: 'directives'; readonly directives: readonly DirectiveLine[] }
    | { readonly kind: 'header'; readonly name: string; readonly value: string }
    /** Removes an old signature from the request, so that it is signed again when it is sent. */
    | { readonly kind: 'remove-signature' }
  );

/** A remedy for a failure or a finding. */
export type Remedy = CommandRemedy | EditorRemedy | DocumentRemedy | RequestRemedy;

export const addProfile = { kind: 'command', title: 'Add Profile…', command: 'awsAuth.profile.add' } as const;
export const startSandbox = {
  kind: 'command',
  title: 'Start Local Sandbox',
  command: 'awsAuth.sandbox.start',
  thenAgain: true,
} as const;
export const editProfile = { kind: 'command', title: 'Edit Profile…', icon: 'edit', command: 'awsAuth.profile.edit' } as const;
export const switchProfile = {
  kind: 'command',
  title: 'Switch Active Profile…',
  icon: 'arrow-swap',
  command: 'awsAuth.profile.activate',
} as const;
export const startSession = { kind: 'command', title: 'Start a New Session', command: 'awsAuth.session.start' } as const;
export const enterKeys = { kind: 'command', title: 'Enter New Keys…', command: 'awsAuth.profile.enterKeys' } as const;
export const manageTrust = { kind: 'workspace-trust', title: 'Manage Workspace Trust' } as const;
export const removeSignature = { kind: 'remove-signature', title: 'Remove the Old Signature' } as const;

/** Writes lines above a request: several at once if one alone would be refused for another reason. */
export function writeDirectives(...directives: readonly DirectiveLine[]): RequestRemedy {
  return { kind: 'directives', title: `Write ${directives.map((each) => `“${lineOf(each)}”`).join(' and ')}`, directives };
}

/** The line of a directive in a file. */
export function lineOf({ name, value }: DirectiveLine): string {
  return directiveLine(name, value).trimEnd();
}

/** Writes a header line below the request line. */
export function writeHeader(name: string, value: string): RequestRemedy {
  return { kind: 'header', title: `Write “${name}: ${value}”`, name, value };
}

/** The remedy with this profile as its target, if it is a command about a profile. */
export function forProfile<Some extends Remedy>(remedy: Some, profileId: string | undefined): Some {
  if (profileId === undefined || remedy.kind !== 'command' || remedy.target !== undefined) return remedy;
  const subject = commandSubjects[remedy.command];
  if (subject !== 'profile' && subject !== 'certificate') return remedy;
  return { ...remedy, target: { profileId } };
}

/** The remedy with a request of this document as its target, if it is a command about a request. @param uri of the document, as text */
export function forDocument(remedy: Remedy, uri: string): Remedy {
  if (remedy.kind !== 'command' || remedy.line === undefined || commandSubjects[remedy.command] !== 'request') return remedy;
  return { ...remedy, target: { uri, line: remedy.line } } as CommandRemedy;
}
