import type { CertificateFileParts } from '../../core/credentials/certificate-file-parts.ts';
import { isUserError } from '../../core/errors.ts';
import { hasCertificate } from '../../core/profiles/kinds.ts';
import type { ProfileQuestion } from '../../core/profiles/kinds/profile-kind.ts';
import type { Profile } from '../../core/profiles/profile.ts';
import type { TextStep } from '../kit/multi-step-input.ts';
import { type EnteredProfile, fieldStep } from './field-step.ts';

export interface CertificateFilePorts {
  /** The parts in a file for a field of a profile. @throws {UserError} */
  readonly certificateFileParts: (field: string, path: string, signal: AbortSignal) => Promise<CertificateFileParts>;
}

/** Asks for the certificate and, if its file lacks the key, for the key and the chain, which PEM often has in separate files. */
export function certificateFileSteps(
  question: ProfileQuestion,
  entered: EnteredProfile,
  ports: CertificateFilePorts,
  existing: { readonly profile: Profile } | undefined,
): TextStep[] {
  return [
    certificateStep(question, entered, ports, existing),
    ...(entered.keyApart ? [keyStep(entered, ports), chainStep(entered, ports)] : []),
  ];
}

function certificateStep(
  { field, prompt, example }: ProfileQuestion,
  entered: EnteredProfile,
  ports: CertificateFilePorts,
  existing: { readonly profile: Profile } | undefined,
): TextStep {
  const step = fieldStep(entered, field, prompt, example);
  return {
    ...step,
    browse: {
      title: 'Certificate of the profile',
      openLabel: 'Use Certificate',
      filters: { Certificates: ['pfx', 'p12', 'pem', 'crt', 'cer'], 'All files': ['*'] },
    },
    accept: async (text, signal, aside) => {
      const path = text.trim();
      // A prefilled certificate comes with its key.
      if (entered.prefilled && path === entered.fields['certificate']) return undefined;
      const parts = await partsOf('certificate', path, ports, signal);
      if (typeof parts === 'string') return parts;
      if (!parts.hasCertificate) return 'This file holds no certificate. Choose the certificate here; its key is asked for next.';
      entered.keyApart = !parts.hasKey;
      const isOther = existing === undefined || !hasCertificate(existing.profile) || existing.profile.certificate !== path;
      if (parts.hasKey && isOther) Object.assign(entered.fields, { privateKey: '', certificateChain: '' });
      return step.accept(text, signal, aside);
    },
  };
}

const pemFiles = { 'PEM files': ['pem', 'key', 'crt', 'cer'], 'All files': ['*'] };

function keyStep(entered: EnteredProfile, ports: CertificateFilePorts): TextStep {
  const step = fieldStep(entered, 'privateKey', 'Path of the private key, which the certificate file does not hold', 'build.key');
  return {
    ...step,
    browse: { title: 'Private key of the profile', openLabel: 'Use Key', filters: pemFiles },
    accept: async (text, signal, aside) => {
      const parts = await partsOf('privateKey', text.trim(), ports, signal);
      if (typeof parts === 'string') return parts;
      return parts.hasKey ? step.accept(text, signal, aside) : 'This file holds no private key.';
    },
  };
}

function chainStep(entered: EnteredProfile, ports: CertificateFilePorts): TextStep {
  const prompt = 'Path of the intermediate certificates, if they are in a file of their own';
  const step = fieldStep(entered, 'certificateChain', prompt, 'Leave empty if there are none');
  return {
    ...step,
    browse: { title: 'Certificate chain of the profile', openLabel: 'Use Chain', filters: pemFiles },
    problem: (text) => (text.trim() === '' ? undefined : step.problem(text)),
    accept: async (text, signal, aside) => {
      if (text.trim() !== '') {
        const parts = await partsOf('certificateChain', text.trim(), ports, signal);
        if (typeof parts === 'string') return parts;
        if (!parts.hasCertificate) return 'This file holds no certificate.';
      }
      return step.accept(text, signal, aside);
    },
  };
}

/** The parts in a file, or why it cannot be used. */
async function partsOf(
  field: string,
  path: string,
  ports: CertificateFilePorts,
  signal: AbortSignal,
): Promise<CertificateFileParts | string> {
  try {
    return await ports.certificateFileParts(field, path, signal);
  } catch (error) {
    if (isUserError(error)) return `${error.message} ${error.remedy}`;
    throw error;
  }
}
