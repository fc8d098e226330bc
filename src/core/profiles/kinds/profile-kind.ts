import type * as v from 'valibot';

/** How a question of the wizard is asked: as a line of text, or with all that belongs to an access key or to a certificate file. */
export type QuestionInput = 'text' | 'accessKey' | 'certificate';

/** A field that the wizard asks for. */
export interface ProfileQuestion<Field extends string = string> {
  readonly input: QuestionInput;
  readonly field: Field;
  readonly prompt: string;
  /** A value as it could be; it stands in the empty line. */
  readonly example: string;
}

/** A public fact about a profile. */
export interface ProfileDetail {
  readonly label: string;
  readonly value: string;
  /** Codicon of its row in the tree; without one only the tooltip of the status bar tells it. */
  readonly icon?: string;
  readonly tooltip?: string;
}

/** A kind of profile, as far as no credentials are had; how they are had stands in `core/credentials/credential-provider.ts`. */
export interface ProfileKindRow<P extends { readonly kind: string }, Field extends string = string> {
  /** As the wizard and the settings editor call it. */
  readonly title: string;
  /** What the wizard says below its title. */
  readonly detail: string;
  /** As rows and tooltips call it after a profile's name. */
  readonly label: string;
  /** A codicon. */
  readonly icon: string;
  /** After “signs with”. */
  readonly signsWith: string;
  /** Of an entry of the `awsAuth.profiles` setting; package.json describes the same to the settings editor. */
  readonly schema: v.GenericSchema<unknown, P>;
  /** Of what the secret storage keeps for a profile; absent where that is nothing. */
  readonly secret?: v.GenericSchema<unknown, Pick<P, 'kind'>>;
  /** What the wizard asks, in this order. */
  readonly questions: readonly ProfileQuestion<Field>[];
  /** Whether its credentials come by a certificate, which may have a password. */
  readonly hasCertificate: boolean;
  /** Whether it signs with an access key that a person entered, as it is. */
  readonly hasOwnKeys: boolean;
  /** Whether it signs with what the machine holds ready for all that runs on it. A workspace's profile does so only with consent. */
  readonly hasAmbientCredentials: boolean;
  /** One sentence: how other credentials are had where AWS takes these no more, and no command does it. */
  readonly renewal?: string;
  /** Only of kinds with sessions: all that decides which session a profile gets. No two kinds may give the same list. */
  sessionBasis?(profile: P): readonly (string | undefined)[];
  /** Where requests go of which neither text nor host names a region. */
  region(profile: P): string;
  details(profile: P): readonly ProfileDetail[];
  /** What a person lets sign by agreeing to an endpoint, after “sign with”. @param shown makes foreign text presentable */
  credentialsText(profile: P, shown: (text: string) => string): string;
}
