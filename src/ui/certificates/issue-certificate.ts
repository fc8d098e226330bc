import { bundleOf } from '../../core/certificates/conversion/bundle-of.ts';
import { convertCertificates } from '../../core/certificates/conversion/convert-certificates.ts';
import { fileBaseName } from '../../core/certificates/writing/file-base-name.ts';
import { issueEndEntity } from '../../core/certificates/issue.ts';
import { dirname } from 'node:path';
import * as vscode from 'vscode';
import type { ConversionTarget } from '../../core/certificates/conversion/convert-certificates.ts';
import { readDnsNames, validity, validityLimits } from '../../core/certificates/conversion/issue-choices.ts';
import type { SubjectNames } from '../../core/certificates/conversion/issue-choices.ts';
import type { Identity } from '../../core/certificates/identity.ts';
import type { KeyKind } from '../../core/certificates/issue.ts';
import { UserError, isUserError } from '../../core/errors.ts';
import { commandLink } from '../../platform/contributions.ts';
import { runWizard } from '../kit/multi-step-input.ts';
import type { PickStep, WizardStep } from '../kit/multi-step-input.ts';
import { newPasswordStep, subjectStep } from './create-authority.ts';
import type { CertificatePorts } from './certificate-ports.ts';
import { chooseIdentity } from './choose-identity.ts';
import { chooseFile, nameOf } from './choose-files.ts';
import { Destination, keyNote, presentWritten } from './destination.ts';
import { openFile } from './open-file.ts';
import { daysOption, keyOption, optionsStep, problemOf } from './options-step.ts';
import type { Option } from './options-step.ts';
import { showModalError } from '../kit/messages.ts';
import { askText } from '../kit/text-input.ts';

interface Authority {
  readonly path: string;
  readonly identity: Identity;
}

/** Issues a certificate that Roles Anywhere accepts, with a development CA. */
export async function issueCertificate(ports: CertificatePorts): Promise<void> {
  let authority: Authority | undefined;
  let subject: SubjectNames = { commonName: 'build' };
  let subjectText = '';
  let key: KeyKind = 'ec-p256';
  let days: number = validityLimits.endEntity.days;
  let dnsNames: readonly string[] = [];
  let target: ConversionTarget = 'pfx-modern';
  let password = '';
  let issued: Identity | undefined;
  let baseName = 'certificate';
  let destination: Destination | undefined;

  const placed = (): Destination =>
    new Destination(
      { directory: dirname(authority?.path ?? ''), baseName },
      async (name) => {
        return issued === undefined ? [] : convertCertificates(issued, { target, password, baseName: name });
      },
      () => keyNote(password),
    );
  const steps = (): WizardStep[] => [
    authorityStep(ports, authority, (chosen) => (authority = chosen)),
    subjectStep(subjectText, 'Names in the certificate', (text, names) => {
      subjectText = text;
      subject = names;
    }),
    optionsStep(`A certificate for “${subject.commonName}”`, 'Continue with these', [
      keyOption(key, (chosen) => (key = chosen)),
      daysOption(days, validityLimits.endEntity.most, (chosen) => (days = chosen)),
      dnsNamesOption(dnsNames, (chosen) => (dnsNames = chosen)),
      formOption(target, (chosen) => (target = chosen)),
    ]),
    newPasswordStep({
      prompt: 'Password that protects the private key',
      shortest: 0,
      accept: async (text) => {
        password = text;
        if (authority === undefined) return;
        issued = await issueEndEntity(authority.identity, {
          ...subject,
          dnsNames,
          key,
          ...validity(days, new Date(), authority.identity.leaf),
        });
        baseName = fileBaseName(issued.leaf);
        destination = placed();
        await destination.prepare();
      },
    }),
    (destination ?? placed()).step(),
  ];
  if (!(await runWizard('Issue Certificate', steps)) || destination === undefined) return;
  const written = await destination.write();
  const certificate = written.paths[0] ?? '';
  const keyIndex = written.files.findIndex((file) => file.private);
  const prefill = {
    certificate,
    ...(keyIndex > 0 && { privateKey: written.paths[keyIndex] ?? '' }),
    ...(password !== '' && { password }),
  };
  const inspect = commandLink('awsAuth.certificate.inspect', 'Inspect', { path: certificate });
  await presentWritten(written, {
    'Add Profile…': () => ports.addProfile(prefill),
    Inspect: () => vscode.commands.executeCommand(inspect.command, ...((inspect.arguments ?? []) as unknown[])),
  });
}

function authorityStep(ports: CertificatePorts, known: Authority | undefined, take: (chosen: Authority) => void): PickStep {
  const shelf = ports.authorities.list();
  return {
    kind: 'pick',
    placeholder: 'Which authority issues the certificate?',
    prompt: '',
    active: known?.path,
    items: [
      ...shelf.map(({ path, subject }) => ({ id: path, label: subject, detail: path, icon: 'organization' })),
      { id: 'file', label: 'Choose the file of an authority…', detail: 'PFX or PEM with its private key', icon: 'folder-opened' },
      ...(shelf.length === 0
        ? [{ id: 'create', label: 'Create a development CA first…', detail: 'An authority of your own', icon: 'add' }]
        : []),
    ],
    accept: async (id) => {
      if (id === 'create') {
        void vscode.commands.executeCommand('awsAuth.certificate.createAuthority');
        return 'leave';
      }
      const path = id === 'file' ? await chooseFile('File of the authority', 'Use Authority') : id;
      if (path === undefined) return 'stay';
      try {
        const identity = await openAuthority(ports, path);
        if (identity === undefined) return 'stay';
        take({ path, identity });
        return undefined;
      } catch (error) {
        if (!isUserError(error)) throw error;
        await showModalError(error);
        return 'stay';
      }
    },
  };
}

async function openAuthority(ports: CertificatePorts, path: string): Promise<Identity | undefined> {
  const password = await ports.authorities.password(path);
  const opened = await openFile(path, { title: 'Open the Authority', password, wantKey: true });
  if (opened === undefined) return undefined;
  const { leaf, chain, key } = await bundleOf([opened.container], chooseIdentity);
  if (leaf.ca && key !== undefined) return { leaf, chain, key };
  throw new UserError({
    code: 'not-an-authority',
    message: `${nameOf(path)} ${leaf.ca ? 'holds no private key' : 'is not a certificate authority'}.`,
    remedy: 'Choose the PFX or PEM of an authority with its key, or create a development CA first.',
  });
}

function dnsNamesOption(names: readonly string[], take: (names: readonly string[]) => void): Option {
  return {
    id: 'dns',
    label: 'DNS names',
    value: names.length === 0 ? 'none' : names.join(', '),
    icon: 'globe',
    change: async () => {
      const text = await askText({
        title: 'DNS Names',
        prompt: 'Alternative names, separated by commas; Roles Anywhere needs none',
        placeHolder: 'build-7.example.com, *.build.example.com',
        value: names.join(', '),
        problem: (entered) => problemOf(readDnsNames(entered)),
      });
      const entered = text === undefined ? undefined : readDnsNames(text);
      if (entered !== undefined && typeof entered !== 'string') take(entered);
    },
  };
}

const forms: readonly { readonly target: ConversionTarget; readonly label: string; readonly detail: string }[] = [
  { target: 'pfx-modern', label: 'PFX, modern', detail: 'One file with key and chain' },
  { target: 'pfx-compatible', label: 'PFX, compatible', detail: 'For older Java 8, Mendix portals and older Windows; weak' },
  { target: 'pem-split', label: 'PEM, a file for each part', detail: 'Certificate, chain and key' },
];

function formOption(target: ConversionTarget, take: (target: ConversionTarget) => void): Option {
  return {
    id: 'form',
    label: 'Form',
    value: forms.find((form) => form.target === target)?.label ?? target,
    icon: 'file',
    change: async () => {
      const chosen = await vscode.window.showQuickPick(forms, { title: 'Format of the Files', ignoreFocusOut: true });
      if (chosen !== undefined) take(chosen.target);
    },
  };
}
