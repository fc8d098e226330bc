import * as vscode from 'vscode';

/** Where a command about a profile was invoked: a tree row, or undefined from the palette and for the active profile. */
export interface ProfileTarget {
  readonly profileId: string;
}

/** A certificate file that the explorer or a link names, by its absolute path. */
export interface FileTarget {
  readonly path: string;
}

/** A request of an open document. */
export interface RequestTarget {
  /** URI of the document, as text. */
  readonly uri: string;
  /** A line (from 0) inside the request. */
  readonly line: number;
  /** Tells the request from the others of its document, wherever its lines are by then. */
  readonly fingerprint?: string;
}

/** A request to be sent, and the name of the one, of the same document, whose answer it needs. */
export interface SendTarget extends RequestTarget {
  readonly first?: string;
}

/** Every command that the manifest contributes, with what it takes. A test holds this list and package.json together. */
export interface Commands {
  'awsAuth.profile.add': [];
  'awsAuth.profile.edit': [target?: ProfileTarget];
  'awsAuth.profile.enterKeys': [target?: ProfileTarget];
  'awsAuth.profile.rename': [target?: ProfileTarget];
  'awsAuth.profile.duplicate': [target?: ProfileTarget];
  'awsAuth.profile.delete': [target?: ProfileTarget];
  'awsAuth.profile.activate': [target?: ProfileTarget];
  'awsAuth.profile.check': [target?: ProfileTarget];
  'awsAuth.profiles.openSettings': [];
  'awsAuth.session.start': [target?: ProfileTarget];
  'awsAuth.session.end': [target?: ProfileTarget];
  'awsAuth.session.showActions': [];
  'awsAuth.request.send': [target?: SendTarget];
  'awsAuth.request.sign': [target?: RequestTarget];
  'awsAuth.request.sendAgain': [];
  'awsAuth.request.cancel': [];
  'awsAuth.response.open': [];
  'awsAuth.response.openAs': [];
  'awsAuth.response.saveBody': [];
  'awsAuth.response.copyBody': [];
  'awsAuth.response.showSent': [];
  'awsAuth.response.showInput': [];
  'awsAuth.response.showBoxes': [];
  'awsAuth.history.show': [];
  'awsAuth.history.clear': [];
  'awsAuth.request.new': [];
  'awsAuth.request.copyAs': [target?: RequestTarget];
  'awsAuth.environment.select': [];
  'awsAuth.keys.moveToProfile': [target?: RequestTarget];
  'awsAuth.request.explain': [target?: RequestTarget];
  'awsAuth.request.presign': [target?: RequestTarget];
  'awsAuth.signature.compare': [];
  'awsAuth.response.explainRefusal': [];
  'awsAuth.refusal.explainText': [];
  'awsAuth.refusal.compare': [];
  'awsAuth.refusal.copyPolicy': [];
  'awsAuth.refusal.fix': [];
  'awsAuth.trustPolicy.show': [target?: ProfileTarget];
  'awsAuth.sandbox.start': [];
  'awsAuth.sandbox.stop': [];
  'awsAuth.certificate.convert': [target?: FileTarget | ProfileTarget];
  'awsAuth.certificate.inspect': [target?: FileTarget | ProfileTarget];
  'awsAuth.certificate.createAuthority': [];
  'awsAuth.certificate.issue': [];
  'awsAuth.log.show': [];
}

export type CommandId = keyof Commands;

/** Registers a contributed command. Menus pass extra arguments of their own, which the handler never sees. */
export function registerCommand<Id extends CommandId>(id: Id, handler: (...args: Commands[Id]) => unknown): vscode.Disposable {
  return vscode.commands.registerCommand(id, (target: unknown) =>
    handler(...([targetOf(target) ?? fileOf(id, target)] as unknown as Commands[Id])),
  );
}

/** Editor menus and key bindings pass a URI or nothing; only our own targets go through. */
function targetOf(argument: unknown): ProfileTarget | SendTarget | undefined {
  if (typeof argument !== 'object' || argument === null) return undefined;
  const { profileId, uri, line, fingerprint, first } = argument as Partial<Record<string, unknown>>;
  if (typeof profileId === 'string') return { profileId };
  if (typeof uri !== 'string' || typeof line !== 'number') return undefined;
  return { uri, line, ...(typeof fingerprint === 'string' && { fingerprint }), ...(typeof first === 'string' && { first }) };
}

/** The explorer passes the URI of the file; to every other command a URI says nothing. */
function fileOf(id: CommandId, argument: unknown): FileTarget | undefined {
  if (!id.startsWith('awsAuth.certificate.') || typeof argument !== 'object' || argument === null) return undefined;
  if (argument instanceof vscode.Uri) return { path: argument.fsPath };
  return 'path' in argument && typeof argument.path === 'string' ? { path: argument.path } : undefined;
}

/** A contributed command as lenses, tree rows and the status bar carry it. */
export function commandLink<Id extends CommandId>(id: Id, title: string, ...args: Commands[Id]): vscode.Command {
  return { command: id, title, arguments: args };
}

/** The context keys that `when` clauses of the manifest read, with the values they have before anything is known. */
export const contextKeys = {
  'awsAuth.hasProfiles': false,
  'awsAuth.hasSession': false,
  'awsAuth.sandboxRunning': false,
  'awsAuth.hasSent': false,
  'awsAuth.hasResponse': false,
  'awsAuth.hasRunningRequest': false,
  'awsAuth.hasRefusal': false,
} as const;

export function setContext(key: keyof typeof contextKeys, value: boolean): void {
  void vscode.commands.executeCommand('setContext', key, value);
}

export const viewIds = { profiles: 'awsAuth.profiles' } as const;

/** Scheme of the read-only documents that show answers. */
export const responseScheme = 'aws-auth-response';

/** Scheme of the read-only documents that show certificates and checked profiles. */
export const inspectionScheme = 'aws-auth-inspection';
/** Scheme of the read-only documents that explain signatures and refusals. */
export const explanationScheme = 'aws-auth-explanation';
