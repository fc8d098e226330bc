import { convertCertificates } from '../../core/certificates/conversion/convert-certificates.ts';
import { createDevelopmentAuthority } from '../../core/certificates/issue.ts';
import * as vscode from 'vscode';
import { readSubject, validity, validityLimits } from '../../core/certificates/conversion/issue-choices.ts';
import type { SubjectNames } from '../../core/certificates/conversion/issue-choices.ts';
import type { Identity } from '../../core/certificates/identity.ts';
import type { KeyKind } from '../../core/certificates/issue.ts';
import type { WrittenFile } from '../../core/certificates/writing/written-file.ts';
import { isUserError } from '../../core/errors.ts';
import { runWizard } from '../kit/multi-step-input.ts';
import type { TextStep, WizardStep } from '../kit/multi-step-input.ts';
import type { CertificatePorts } from './certificate-ports.ts';
import { copyTrustAnchor } from './convert-certificate.ts';
import { Destination, defaultDirectory, keyNote, presentWritten } from './destination.ts';
import { daysOption, keyOption, optionsStep, problemOf } from './options-step.ts';

const shortestPassword = 8;

/** Makes a development CA: its key in a PFX with a password, its certificate beside it as text. */
export async function createAuthority(ports: CertificatePorts): Promise<void> {
  let subject: SubjectNames = { commonName: 'Development CA' };
  let subjectText = 'Development CA';
  let key: KeyKind = 'ec-p256';
  let days: number = validityLimits.authority.days;
  let password = '';
  let authority: Identity | undefined;

  const destination = new Destination(
    { directory: defaultDirectory(ports), baseName: 'development-ca' },
    (baseName) => authorityFiles(authority, password, baseName),
    () => keyNote(password),
  );
  const steps = (): WizardStep[] => [
    subjectStep(subjectText, 'Name of the authority', (text, names) => {
      subjectText = text;
      subject = names;
    }),
    optionsStep(`An authority “${subject.commonName}” for development`, 'Continue with these', [
      keyOption(key, (chosen) => (key = chosen)),
      daysOption(days, validityLimits.authority.most, (chosen) => (days = chosen)),
    ]),
    newPasswordStep({
      prompt: 'Password of the authority’s PFX; it is also kept in the secret storage of this machine',
      shortest: shortestPassword,
      accept: async (text) => {
        password = text;
        authority = await createDevelopmentAuthority({ ...subject, key, ...validity(days, new Date()) });
        await destination.prepare();
      },
    }),
    destination.step(),
  ];
  if (!(await runWizard('Create Development CA', steps)) || authority === undefined) return;
  const written = await destination.write();
  const pem = authority.leaf.toString();
  await ports.authorities.add({ path: written.paths[0] ?? '', subject: `CN=${subject.commonName}` }, password);
  await presentWritten(written, {
    'Issue Certificate…': () => vscode.commands.executeCommand('awsAuth.certificate.issue'),
    'Copy Trust-Anchor Text': () => copyTrustAnchor(pem),
  });
}

async function authorityFiles(authority: Identity | undefined, password: string, baseName: string): Promise<WrittenFile[]> {
  if (authority === undefined) return [];
  const pfx = await convertCertificates(authority, { target: 'pfx-modern', password, baseName });
  const certificate = await convertCertificates(authority, { target: 'trust-anchor', password: '', baseName });
  return [...pfx, ...certificate.map((file) => ({ ...file, name: `${baseName}.pem` }))];
}

/** Asks for the names of a certificate in one line. */
export function subjectStep(value: string, prompt: string, take: (text: string, names: SubjectNames) => void): TextStep {
  return {
    kind: 'text',
    prompt: `${prompt}: a plain name, or CN=…, OU=…, O=…`,
    placeholder: 'CN=build-7, OU=Build, O=Example',
    value,
    problem: (text) => problemOf(readSubject(text)),
    accept: (text) => {
      const names = readSubject(text);
      if (typeof names === 'string') return names;
      take(text, names);
      return undefined;
    },
  };
}

/** Asks for the password of a file to be created; `accept` creates it. */
export function newPasswordStep({
  prompt,
  shortest,
  accept,
}: {
  readonly prompt: string;
  readonly shortest: number;
  readonly accept: (text: string) => Promise<void>;
}): TextStep {
  return {
    kind: 'text',
    password: true,
    prompt,
    placeholder: shortest === 0 ? 'Leave empty for none' : `At least ${shortest} characters`,
    value: '',
    problem: (text) => (text.length < shortest ? `Use at least ${shortest} characters.` : undefined),
    accept: async (text) => {
      try {
        await accept(text);
        return undefined;
      } catch (error) {
        if (isUserError(error)) return `${error.message} ${error.remedy}`;
        throw error;
      }
    },
  };
}
