import { bundleOf } from '../../core/certificates/conversion/bundle-of.ts';
import { conversionChoices } from '../../core/certificates/conversion/convert-certificates.ts';
import { convertCertificates } from '../../core/certificates/conversion/convert-certificates.ts';
import { readContainer } from '../../core/certificates/read-container.ts';
import { summarizeContainer } from '../../core/certificates/inspection/summarize-container.ts';
import { dirname } from 'node:path';
import * as vscode from 'vscode';
import { baseNameOf } from '../../core/certificates/conversion/free-base-name.ts';
import type { ConversionChoice } from '../../core/certificates/conversion/convert-certificates.ts';
import type { NamedIdentity } from '../../core/certificates/named-identity.ts';
import type { CertificateBundle } from '../../core/certificates/identity.ts';
import type { Container } from '../../core/certificates/read-container.ts';
import { isUserError } from '../../core/errors.ts';
import { commandLink } from '../../platform/contributions.ts';
import type { FileTarget, ProfileTarget } from '../../platform/contributions.ts';
import { runWizard } from '../kit/multi-step-input.ts';
import type { Aside, PickStep, TextStep, WizardStep } from '../kit/multi-step-input.ts';
import type { CertificatePorts } from './certificate-ports.ts';
import { chooseIdentity } from './choose-identity.ts';
import { chooseFile, chooseSource, nameOf } from './choose-files.ts';
import type { CertificateSource } from './choose-files.ts';
import { Destination, keyNote, presentWritten } from './destination.ts';
import { isLocked } from '../../core/credentials/with-password.ts';
import { openFile, readCertificateFile } from './open-file.ts';
import { showModalError, showNotification } from '../kit/messages.ts';

/** Converts any container into any other; asks only for what is missing. */
export async function convertCertificate(ports: CertificatePorts, target: FileTarget | ProfileTarget | undefined): Promise<void> {
  const source = await chooseSource(ports, target, 'Certificate to convert');
  if (source === undefined) return;
  const conversion = new Conversion(ports, source);
  const title = `Convert ${source.label}`;
  if (!(await conversion.start()) || !(await runWizard(title, () => conversion.steps()))) return;
  await conversion.finish();
}

/** The state so far. */
class Conversion {
  readonly #ports: CertificatePorts;
  readonly #source: CertificateSource;
  readonly #destination: Destination;
  readonly #containers: Container[] = [];
  /** Files that did not open without a password. */
  #locked: string[] = [];
  #askPassword = false;
  /** The fingerprint of the identity that was chosen of several. */
  #identity: string | undefined;
  #bundle: CertificateBundle | undefined;
  #choices: readonly ConversionChoice[] = [];
  #summary = '';
  #choice: ConversionChoice | undefined;
  #password = '';

  constructor(ports: CertificatePorts, source: CertificateSource) {
    this.#ports = ports;
    this.#source = source;
    const path = source.paths[0] ?? '';
    this.#destination = new Destination(
      { directory: dirname(path), baseName: baseNameOf(path) },
      async (baseName) => {
        if (this.#bundle === undefined || this.#choice === undefined) return [];
        return convertCertificates(this.#bundle, { target: this.#choice.target, password: this.#password, baseName });
      },
      () => keyNote(this.#password),
    );
  }

  /** Opens the files that need no password. False if the person leaves. @throws {UserError} */
  async start(): Promise<boolean> {
    this.#locked = await this.#open(this.#source.paths, this.#source.password);
    this.#askPassword = this.#locked.length > 0;
    try {
      return this.#askPassword || (await this.#complete());
    } catch (error) {
      // Leaving the question which identity is meant leaves the wizard.
      if (isUserError(error) && error.code === 'identity-ambiguous') return false;
      throw error;
    }
  }

  steps(): WizardStep[] {
    const steps: WizardStep[] = this.#askPassword ? [this.#openingStep()] : [];
    steps.push(this.#targetStep());
    if (this.#choice?.takesPassword !== false) steps.push(this.#passwordStep());
    if (this.#choice?.target !== 'trust-anchor') steps.push(this.#destination.step());
    return steps;
  }

  async finish(): Promise<void> {
    const { addProfile } = this.#ports;
    if (this.#choice?.target === 'trust-anchor') {
      await this.#copyTrustAnchor();
      return;
    }
    const written = await this.#destination.write();
    const certificate = written.paths[0] ?? '';
    const keyIndex = written.files.findIndex((file) => file.private);
    const chain = written.paths.find((path) => /chain\.[a-z]+$/.test(path) && path !== certificate);
    const usable = keyIndex >= 0 && this.#choice?.target !== 'der';
    await presentWritten(written, {
      Inspect: () => runInspect(certificate),
      ...(usable && {
        'Add Profile…': () =>
          addProfile({
            certificate,
            ...(keyIndex > 0 && { privateKey: written.paths[keyIndex] ?? '' }),
            ...(chain !== undefined && { certificateChain: chain }),
            ...(this.#password !== '' && { password: this.#password }),
          }),
      }),
    });
  }

  /** Opens files with one password; gives those that need another. */
  async #open(paths: readonly string[], password: string | undefined, signal?: AbortSignal): Promise<string[]> {
    const locked: string[] = [];
    for (const path of paths) {
      try {
        const container = await readContainer(await readCertificateFile(path), password, { signal });
        if (container.problems.some(isLocked)) locked.push(path);
        else this.#containers.push(container);
      } catch (error) {
        if (!isLocked(error)) throw error;
        locked.push(path);
      }
    }
    return locked;
  }

  /** Once everything is open: finds what belongs together; asks for the certificate of a lone key. False if the person leaves. */
  async #complete(aside: Aside = (dialog) => Promise.resolve(dialog())): Promise<boolean> {
    try {
      this.#bundle = await bundleOf(this.#containers, (identities) => this.#choose(identities, aside));
    } catch (error) {
      if (!isUserError(error) || error.code !== 'certificate-missing') throw error;
      return (await this.#add(`The certificate that belongs to ${this.#source.label}`)) === 'added';
    }
    this.#choices = conversionChoices(this.#bundle);
    this.#summary = this.#containers.map((container) => summarizeContainer(container)).join(' + ');
    return true;
  }

  /** Asks once, and again only if the files offer another choice by then. */
  async #choose(identities: readonly NamedIdentity[], aside: Aside): Promise<string | undefined> {
    const isThere = identities.some(({ fingerprint }) => fingerprint === this.#identity);
    if (!isThere) this.#identity = await aside(() => chooseIdentity(identities));
    return this.#identity;
  }

  async #add(title: string): Promise<'added' | undefined> {
    const path = await chooseFile(title, 'Use File');
    const opened = path === undefined ? undefined : await openFile(path, { title, wantKey: true });
    if (opened === undefined) return undefined;
    this.#containers.push(opened.container);
    try {
      return (await this.#complete()) ? 'added' : undefined;
    } catch (error) {
      // A file that does not belong must not affect the next try.
      this.#containers.pop();
      if (!isUserError(error)) throw error;
      await showModalError(error);
      return undefined;
    }
  }

  #openingStep(): TextStep {
    return {
      kind: 'text',
      password: true,
      prompt: `Opens ${this.#locked.map(nameOf).join(' and ')}; it is not kept`,
      placeholder: 'Password of the file',
      value: '',
      problem: () => undefined,
      accept: async (text, signal, aside) => {
        this.#containers.length = 0;
        try {
          for (const path of this.#source.paths) {
            const container = await readContainer(await readCertificateFile(path), text, { signal });
            const locked = container.problems.find(isLocked);
            if (locked !== undefined) throw locked;
            this.#containers.push(container);
          }
          await this.#complete(aside);
          return undefined;
        } catch (error) {
          if (isUserError(error)) return `${error.message} ${error.remedy}`;
          throw error;
        }
      },
    };
  }

  #targetStep(): PickStep {
    const hasKey = this.#bundle?.key !== undefined;
    return {
      kind: 'pick',
      placeholder: this.#summary,
      prompt: '',
      active: this.#choice?.target,
      items: [
        ...this.#choices.map(({ target, label, detail, needsKey }) => ({
          id: target,
          label,
          detail,
          icon: icons[target],
          ...(needsKey && !hasKey && { description: 'asks for the key file' }),
        })),
        { id: 'missing', label: 'Something missing?', icon: undefined },
        {
          id: 'add',
          label: hasKey ? 'Add a file with the chain…' : 'Add a file with the key or the chain…',
          icon: 'add',
        },
      ],
      accept: async (id) => {
        if (id === 'add') {
          await this.#add('File with what is missing');
          return 'stay';
        }
        const choice = this.#choices.find(({ target }) => target === id);
        if (choice?.needsKey === true && !hasKey) {
          if ((await this.#add(`The private key of ${this.#source.label}`)) === undefined) return 'stay';
          if (this.#bundle?.key === undefined) return 'stay';
        }
        this.#choice = this.#choices.find(({ target }) => target === id);
        this.#password = '';
        if (this.#choice?.takesPassword === false && id !== 'trust-anchor') await this.#destination.prepare();
        return undefined;
      },
    };
  }

  #passwordStep(): TextStep {
    const isPfx = this.#choice?.needsKey === true;
    return {
      kind: 'text',
      password: true,
      prompt: isPfx
        ? 'Password of the PFX; Java needs six or more ASCII characters, AWS’s credential helper accepts none'
        : 'Password that encrypts the private key; empty writes it as it is, readable by you alone',
      placeholder: 'Leave empty for none',
      value: this.#password,
      problem: () => undefined,
      accept: async (text) => {
        this.#password = text;
        try {
          await this.#destination.prepare();
          return undefined;
        } catch (error) {
          if (isUserError(error)) return `${error.message} ${error.remedy}`;
          throw error;
        }
      },
    };
  }

  async #copyTrustAnchor(): Promise<void> {
    if (this.#bundle === undefined) return;
    const [file] = await convertCertificates(this.#bundle, { target: 'trust-anchor', password: '', baseName: 'trust-anchor' });
    await copyTrustAnchor(Buffer.from(file?.bytes ?? []).toString());
  }
}

const icons: Readonly<Record<ConversionChoice['target'], string>> = {
  'pfx-modern': 'lock',
  'pfx-compatible': 'history',
  'pem-split': 'files',
  'pem-full-chain': 'link',
  der: 'file-binary',
  'trust-anchor': 'clippy',
};

/** Copies an authority's certificate to the clipboard and says so. */
export async function copyTrustAnchor(pem: string): Promise<void> {
  await vscode.env.clipboard.writeText(pem);
  void showNotification('information', [
    'The trust-anchor text is on the clipboard.',
    'Paste it with its BEGIN and END lines as “External certificate bundle” of a trust anchor.',
  ]);
}

async function runInspect(path: string): Promise<void> {
  const { command, arguments: args } = commandLink('awsAuth.certificate.inspect', 'Inspect', { path });
  await vscode.commands.executeCommand(command, ...((args ?? []) as unknown[]));
}
