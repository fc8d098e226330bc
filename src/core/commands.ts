/** Where a command about a profile was invoked: a tree row, or undefined from the palette and for the active profile. */
export interface ProfileTarget {
  readonly profileId: string;
}

/** The absolute path of a certificate file from the explorer or a link. */
export interface FileTarget {
  readonly path: string;
}

/** A request of an open document. */
export interface RequestTarget {
  /** URI of the document, as text. */
  readonly uri: string;
  /** A line (from 0) inside the request. */
  readonly line: number;
  /** Identifies the request within its document, even after its lines have moved. */
  readonly fingerprint?: string;
}

/** A request to be sent, and the name of the one, of the same document, whose response it needs. */
export interface SendTarget extends RequestTarget {
  readonly first?: string;
}

/** The targets that commands take as their argument; absent if they are run from the palette. */
interface CommandArguments {
  nothing: [];
  profile: [target?: ProfileTarget];
  request: [target?: RequestTarget];
  send: [target?: SendTarget];
  certificate: [target?: FileTarget | ProfileTarget];
}

/** Every command that the manifest contributes, with its kind of target. */
export const commandSubjects = {
  'awsAuth.profile.add': 'nothing',
  'awsAuth.profile.edit': 'profile',
  'awsAuth.profile.enterKeys': 'profile',
  'awsAuth.profile.rename': 'profile',
  'awsAuth.profile.duplicate': 'profile',
  'awsAuth.profile.delete': 'profile',
  'awsAuth.profile.activate': 'profile',
  'awsAuth.profile.check': 'profile',
  'awsAuth.profiles.openSettings': 'nothing',
  'awsAuth.session.start': 'profile',
  'awsAuth.session.end': 'profile',
  'awsAuth.session.showActions': 'nothing',
  'awsAuth.request.send': 'send',
  'awsAuth.request.sign': 'request',
  'awsAuth.request.sendAgain': 'nothing',
  'awsAuth.request.cancel': 'nothing',
  'awsAuth.response.open': 'nothing',
  'awsAuth.response.openAs': 'nothing',
  'awsAuth.response.saveBody': 'nothing',
  'awsAuth.response.copyBody': 'nothing',
  'awsAuth.response.showSent': 'nothing',
  'awsAuth.response.showInput': 'nothing',
  'awsAuth.response.showBoxes': 'nothing',
  'awsAuth.history.show': 'nothing',
  'awsAuth.history.clear': 'nothing',
  'awsAuth.request.new': 'nothing',
  'awsAuth.request.copyAs': 'request',
  'awsAuth.environment.select': 'nothing',
  'awsAuth.keys.moveToProfile': 'request',
  'awsAuth.request.explain': 'request',
  'awsAuth.request.presign': 'request',
  'awsAuth.signature.compare': 'nothing',
  'awsAuth.response.explainRefusal': 'nothing',
  'awsAuth.refusal.explainText': 'nothing',
  'awsAuth.refusal.compare': 'nothing',
  'awsAuth.refusal.copyPolicy': 'nothing',
  'awsAuth.refusal.fix': 'nothing',
  'awsAuth.trustPolicy.show': 'profile',
  'awsAuth.sandbox.start': 'nothing',
  'awsAuth.sandbox.stop': 'nothing',
  'awsAuth.certificate.convert': 'certificate',
  'awsAuth.certificate.inspect': 'certificate',
  'awsAuth.certificate.createAuthority': 'nothing',
  'awsAuth.certificate.issue': 'nothing',
  'awsAuth.log.show': 'nothing',
} as const satisfies Readonly<Record<string, keyof CommandArguments>>;

export type CommandId = keyof typeof commandSubjects;

/** The arguments of each command. */
export type Commands = { [Id in CommandId]: CommandArguments[(typeof commandSubjects)[Id]] };
