import type { X509Certificate } from 'node:crypto';
import { isUserError } from '../../errors.ts';
import { type CertificateDescription, describeCertificate } from '../inspection/describe-certificate.ts';
import { strayOf } from './chain-to-send.ts';
import type { CertificateBundle } from '../identity.ts';
import { IssuerIndex } from './issuer-index.ts';
import { isSelfSigned } from './relations.ts';
import { isWeakDigest } from '../display/signature-algorithm.ts';

/** The certificates that came with a leaf: its issuers and theirs, and the others. */
export interface Issuers {
  /** Each after one that it issued: first one complete path, then authorities of other paths, which may lead to another trust anchor. */
  readonly chain: readonly X509Certificate[];
  /** Certificates on no usable path. */
  readonly others: readonly X509Certificate[];
}

/** One path. */
export interface IssuerPath {
  /** The certificate, its issuer, that one's issuer and so on, without the trust anchor. */
  readonly certificates: readonly X509Certificate[];
  /** Certificates of the trust anchor that issued the end of the path; empty if none did. */
  readonly anchor: readonly X509Certificate[];
}

/** A certificate as first reached from the leaf, by the shortest path. */
interface Step {
  readonly certificate: X509Certificate;
  readonly below: Step | undefined;
  /** The number of authorities below it, as a path length limit counts them. */
  readonly counted: number;
}

type MayIssue = (certificate: X509Certificate, counted: number) => boolean;

/** Sorts certificates into those that lead on from the leaf and the others. @throws {UserError} `chain-too-tangled` */
export function issuersAmong(leaf: X509Certificate, certificates: readonly X509Certificate[], now = new Date()): Issuers {
  const index = new IssuerIndex(certificates);
  const [first = []] = pathsAmong(leaf, index, now);
  const usable = climb(leaf, index, usableAt(now)).map(({ certificate }) => certificate);
  const chain = new IssuerIndex([...first, ...usable]).certificates.filter(isOtherThan([leaf]));
  return { chain, others: index.certificates.filter(isOtherThan([leaf, ...chain])) };
}

/**
 * The paths from the leaf, the shortest to each end; best first: usable ones before others, those that end in a root before those
 * that break off.
 * @throws {UserError} `chain-too-tangled`
 */
export function pathsFrom(
  leaf: X509Certificate,
  certificates: readonly X509Certificate[],
  now = new Date(),
): X509Certificate[][] {
  return pathsAmong(leaf, new IssuerIndex(certificates), now);
}

/**
 * The end of the first path of a bundle: its root, or the highest authority in it; the last certificate if they do not belong
 * together.
 * @throws {UserError} `chain-too-tangled`
 */
export function endOfFirstPath(bundle: Pick<CertificateBundle, 'leaf' | 'chain'>): X509Certificate {
  const { leaf, chain } = bundle;
  const end = strayOf(bundle) === undefined ? pathsFrom(leaf, chain)[0]?.at(-1) : chain.at(-1);
  return end ?? leaf;
}

/**
 * The path from the leaf to the trust anchor: a usable one if there is any, else an unusable one, so that the reason can be given.
 * Without a trust anchor, or where none is reached, the first of {@link pathsFrom}.
 * @throws {UserError} `chain-too-tangled`
 */
export function pathToAnchor(
  leaf: X509Certificate,
  certificates: readonly X509Certificate[],
  anchors: readonly X509Certificate[],
  now = new Date(),
): IssuerPath {
  const index = new IssuerIndex(certificates);
  const registered = new IssuerIndex(anchors);
  const usable = usableAt(now);
  const attempts: [step: MayIssue, anchor: MayIssue][] = [
    [usable, usable],
    [usable, anything],
    [anything, anything],
  ];
  for (const [mayIssue, mayAnchor] of attempts) {
    for (const step of climb(leaf, index, mayIssue)) {
      const itself = isSelfSigned(step.certificate) ? registered.find(step.certificate) : [];
      const anchor = [...registered.issuersOf(step.certificate), ...itself];
      if (anchor.some((certificate) => mayAnchor(certificate, countedAbove(step)))) return { certificates: pathTo(step), anchor };
    }
  }
  return { certificates: pathsAmong(leaf, index, now)[0] ?? [leaf], anchor: [] };
}

function pathsAmong(leaf: X509Certificate, index: IssuerIndex, now: Date): X509Certificate[][] {
  const endsOf = (mayIssue: MayIssue): Step[] =>
    climb(leaf, index, mayIssue)
      .filter((step) => isEnd(step, index))
      .sort((a, b) => Number(isSelfSigned(b.certificate)) - Number(isSelfSigned(a.certificate)));
  const found = new Set<string>();
  return [...endsOf(usableAt(now)), ...endsOf(anything)]
    .filter(({ certificate: { fingerprint256 } }) => !found.has(fingerprint256) && found.add(fingerprint256))
    .map(pathTo);
}

/** Every certificate that is reached, the nearest first: each once, so that cycles of authorities that certify one another end. */
function climb(leaf: X509Certificate, index: IssuerIndex, mayIssue: MayIssue): Step[] {
  const steps: Step[] = [{ certificate: leaf, below: undefined, counted: 0 }];
  const reached = new Set([leaf.fingerprint256]);
  for (const step of steps) {
    if (isSelfSigned(step.certificate)) continue;
    const counted = countedAbove(step);
    for (const certificate of index.issuersOf(step.certificate)) {
      if (reached.has(certificate.fingerprint256) || !mayIssue(certificate, counted)) continue;
      reached.add(certificate.fingerprint256);
      steps.push({ certificate, below: step, counted });
    }
  }
  return steps;
}

/** RFC 5280, 4.2.1.9: neither the leaf counts nor an authority that certifies a new key of its own. */
function countedAbove({ certificate, below, counted }: Step): number {
  return below === undefined || certificate.subject === certificate.issuer ? counted : counted + 1;
}

/** Whether only authorities already on the path lead on from there, perhaps with other certificates. */
function isEnd(step: Step, index: IssuerIndex): boolean {
  if (isSelfSigned(step.certificate)) return true;
  const passed = new Set(pathTo(step).map((certificate) => index.authorityOf(certificate)));
  return index.issuersOf(step.certificate).every((issuer) => passed.has(index.authorityOf(issuer)));
}

function pathTo(step: Step): X509Certificate[] {
  return step.below === undefined ? [step.certificate] : [...pathTo(step.below), step.certificate];
}

function isOtherThan(certificates: readonly X509Certificate[]): (certificate: X509Certificate) => boolean {
  const fingerprints = new Set(certificates.map(({ fingerprint256 }) => fingerprint256));
  return ({ fingerprint256 }) => !fingerprints.has(fingerprint256);
}

const anything: MayIssue = () => true;

/** What RFC 5280, 6.1, and AWS demand of an issuer; one without a key usage extension is accepted. */
function usableAt(now: Date): MayIssue {
  const descriptions = new Map<X509Certificate, CertificateDescription | undefined>();
  return (certificate, counted) => {
    const known = descriptions.has(certificate) ? descriptions.get(certificate) : described(certificate);
    descriptions.set(certificate, known);
    return (
      known !== undefined &&
      known.isAuthority &&
      known.keyUsages?.includes('keyCertSign') !== false &&
      known.notBefore <= now &&
      now <= known.notAfter &&
      !isWeakDigest(known.signatureDigest) &&
      counted <= (known.pathLength ?? Number.POSITIVE_INFINITY)
    );
  };
}

function described(certificate: X509Certificate): CertificateDescription | undefined {
  try {
    return describeCertificate(certificate);
  } catch (error) {
    if (!isUserError(error)) throw error;
    return undefined;
  }
}
