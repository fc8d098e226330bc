import { commandSubjects } from '../commands.ts';
import type { CommandId, Commands } from '../commands.ts';
import { directiveLine, type SigningDirective } from '../http-file/directives.ts';
import type { TextEdit } from '../http-file/text-edit.ts';

interface Offered {
  /** The words of the button, lens or quick fix that offers it. */
  readonly title: string;
  /** A codicon, for a button without words. */
  readonly icon?: string;
  /** Whether it is the one that most people want. */
  readonly preferred?: boolean;
}

/** Runs a command of the product. */
export type CommandRemedy = Offered & {
  readonly kind: 'command';
  /** The line (from 0) of the request, of the same document, that a command about a request is to be run for. */
  readonly line?: number;
  /** Whether that is all there was to do, so that what failed is done again after it. */
  readonly thenAgain?: true;
} & { readonly [Id in CommandId]: { readonly command: Id; readonly target?: Commands[Id][0] } }[CommandId];

/** Opens what the editor itself has for it: a setting, the trust of the workspace, a file at a place (from 1). */
export type EditorRemedy = Offered &
  (
    | { readonly kind: 'setting'; readonly name: string }
    | { readonly kind: 'workspace-trust' }
    | { readonly kind: 'open-file'; readonly path: string; readonly line: number; readonly column: number }
  );

/** Changes the text of the document that a finding is about, or makes the file that it names. */
export type DocumentRemedy = Offered &
  (
    | { readonly kind: 'edit'; readonly edits: readonly TextEdit[] }
    /** As the text names it: a relative path starts at the folder of the document. */
    | { readonly kind: 'create-file'; readonly path: string }
  );

/** A line that is written above a request, as `# @name value`. */
export interface DirectiveLine {
  readonly name: SigningDirective;
  readonly value: string;
}

/** Changes a request, wherever its text stands by then. */
export type RequestRemedy = Offered &
  (
    | { readonly kind: 'directives'; readonly directives: readonly DirectiveLine[] }
    | { readonly kind: 'header'; readonly name: string; readonly value: string }
    /** Takes a signature of an earlier time out of the request, so that it is signed anew when it is sent. */
    | { readonly kind: 'remove-signature' }
  );

/** Something that can be done about a failure or a finding. */
export type Remedy = CommandRemedy | EditorRemedy | DocumentRemedy | RequestRemedy;

export const addProfile = { kind: 'command', title: 'Add Profile…', command: 'awsAuth.profile.add' } as const;
export const startSandbox = {
  kind: 'command',
  title: 'Start Local Sandbox',
  command: 'awsAuth.sandbox.start',
  thenAgain: true,
} as const;
export const editProfile = { kind: 'command', title: 'Edit Profile…', icon: 'edit', command: 'awsAuth.profile.edit' } as const;
export const startSession = { kind: 'command', title: 'Start a New Session', command: 'awsAuth.session.start' } as const;
export const enterKeys = { kind: 'command', title: 'Enter New Keys…', command: 'awsAuth.profile.enterKeys' } as const;
export const manageTrust = { kind: 'workspace-trust', title: 'Manage Workspace Trust' } as const;
export const removeSignature = { kind: 'remove-signature', title: 'Remove the Old Signature' } as const;

/** Writes lines above a request: the others with the first where one alone would only be refused otherwise. */
export function writeDirectives(...directives: readonly DirectiveLine[]): RequestRemedy {
  return { kind: 'directives', title: `Write ${directives.map((each) => `“${lineOf(each)}”`).join(' and ')}`, directives };
}

/** The line of a directive as it stands in a file. */
export function lineOf({ name, value }: DirectiveLine): string {
  return directiveLine(name, value).trimEnd();
}

/** Writes a header line below the request line. */
export function writeHeader(name: string, value: string): RequestRemedy {
  return { kind: 'header', title: `Write “${name}: ${value}”`, name, value };
}

/** A remedy that is about this profile, where it is a command about one. */
export function forProfile<Some extends Remedy>(remedy: Some, profileId: string | undefined): Some {
  if (profileId === undefined || remedy.kind !== 'command' || remedy.target !== undefined) return remedy;
  const subject = commandSubjects[remedy.command];
  if (subject !== 'profile' && subject !== 'certificate') return remedy;
  return { ...remedy, target: { profileId } };
}

/** A remedy that is about a request of this document, where it is a command about one. @param uri of the document, as text */
export function forDocument(remedy: Remedy, uri: string): Remedy {
  if (remedy.kind !== 'command' || remedy.line === undefined || commandSubjects[remedy.command] !== 'request') return remedy;
  return { ...remedy, target: { uri, line: remedy.line } } as CommandRemedy;
}
