import type { X509Certificate } from 'node:crypto';
import { describeCertificate } from '../inspection/describe-certificate.ts';

/** The base name of a certificate's files: its common name without characters that file systems refuse. */
export function fileBaseName(certificate: X509Certificate): string {
  const { commonName = '' } = describeCertificate(certificate);
  const name = commonName
    .normalize('NFC')
    .replace(/[^\p{L}\p{N}._-]+/gu, '-')
    .replace(/^[-.]+|[-.]+$/g, '')
    .slice(0, 64);
  // Windows keeps a few names for devices, whatever their ending.
  return name === '' || /^(?:con|prn|aux|nul|com\d|lpt\d)(?:\.|$)/i.test(name) ? 'certificate' : name;
}
