import type * as v from 'valibot';

/** How the wizard asks for a field: as a line of text, or with all that belongs to an access key or to a certificate file. */
export type QuestionInput = 'text' | 'accessKey' | 'certificate';

/** A field that the wizard asks for. */
export interface ProfileQuestion<Field extends string = string> {
  readonly input: QuestionInput;
  readonly field: Field;
  readonly prompt: string;
  /** An example value, shown in the empty input. */
  readonly example: string;
}

/** A public fact about a profile. */
export interface ProfileDetail {
  readonly label: string;
  readonly value: string;
  /** Codicon of its row in the tree; without one, only the tooltip of the status bar shows it. */
  readonly icon?: string;
  readonly tooltip?: string;
}

/** A kind of profile, without how credentials are obtained, which is in `core/credentials/credential-provider.ts`. */
export interface ProfileKindRow<P extends { readonly kind: string }, Field extends string = string> {
  /** Its name in the wizard and the settings editor. */
  readonly title: string;
  /** Its description in the wizard. */
  readonly detail: string;
  /** Its name in rows and tooltips, after a profile's name. */
  readonly label: string;
  /** A codicon. */
  readonly icon: string;
  /** Completes “signs with”. */
  readonly signsWith: string;
  /** The schema of an entry of the `awsAuth.profiles` setting; package.json describes the same for the settings editor. */
  readonly schema: v.GenericSchema<unknown, P>;
  /** The schema of what the secret storage keeps for a profile; absent if that is nothing. */
  readonly secret?: v.GenericSchema<unknown, Pick<P, 'kind'>>;
  /** What the wizard asks, in this order. */
  readonly questions: readonly ProfileQuestion<Field>[];
  /** Whether its credentials come from a certificate, which may have a password. */
  readonly hasCertificate: boolean;
  /** Whether it signs directly with an access key that a person entered. */
  readonly hasOwnKeys: boolean;
  /** Whether it signs with what the machine holds ready for all that runs on it. A workspace's profile does so only with consent. */
  readonly hasAmbientCredentials: boolean;
  /** One sentence: how other credentials are had where AWS takes these no more, and no command does it. */
  readonly renewal?: string;
  /** Only of kinds with sessions: all that decides which session a profile gets. No two kinds may give the same list. */
  sessionBasis?(profile: P): readonly (string | undefined)[];
  /** The region of requests whose text and host name none. */
  region(profile: P): string;
  details(profile: P): readonly ProfileDetail[];
  /** What signs once a person agrees to an endpoint; completes “sign with”. @param shown makes foreign text presentable */
  credentialsText(profile: P, shown: (text: string) => string): string;
}
