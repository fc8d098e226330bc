import { serviceOfHost } from '../../aws/infer-service.ts';
import { addProfile, forProfile, manageTrust, startSandbox, startSession } from '../../remedies/remedy.ts';
import type { Remedy } from '../../remedies/remedy.ts';
import { mistypedHost } from '../../aws/mistyped-host.ts';
import { isRegionLike, regions } from '../../aws/regions.ts';
import { signingNames } from '../../aws/signing-names.ts';
import { directiveLine } from '../../http-file/directives.ts';
import type { Directive, HttpFile, HttpFileHeader, HttpFileRequest, Range } from '../../http-file/http-file.ts';
import { quotable } from '../../redaction/secret-name.ts';
import { isSandboxProfileName, sandboxStopped } from '../../profiles/sandbox-profile.ts';
import { unknownProfileMessage } from '../../requests/choose-profile.ts';
import { closestNames } from '../../text/closest-names.ts';
import { signedService, type SigningSettings } from '../../requests/signer.ts';
import { staticAddress, staticHost } from '../../requests/static-address.ts';
import { staticSigning } from '../../requests/static-signing.ts';
import { staticVariables } from '../../variables/static-variables.ts';
import { literalKeysOf } from '../literal-keys.ts';
import { type Finding, type FindingCode, type FindingsPorts, removeLine } from './finding.ts';
import { linesAbove } from '../../http-file/text-edit.ts';
import { unknownRegionMessage } from './host-findings.ts';

/** Services that accept `UNSIGNED-PAYLOAD`, https://docs.aws.amazon.com/AmazonS3/latest/API/sig-v4-header-based-auth.html and VPC Lattice's guide. */
const takesUnsignedBodies = new Set(['s3', 's3express', 's3-outposts', 's3-object-lambda', 'vpc-lattice-svcs']);

/** How many regions of a set are checked: AWS has few more, and each has fixes that contain the whole set. */
const mostRegions = 50;
/** The longest value that fixes change, in characters: in a longer one they would cost more than they are worth. */
const longestChanged = 1000;

/** A setting with the place of its value, if it can be changed there. */
interface Setting {
  readonly value: string;
  readonly range: Range;
  /** Whether the range contains the value literally, so that it can be changed there. */
  readonly exact: boolean;
  /** Whether it is an argument of `Authorization: AWS`, which spaces end. */
  readonly inHeader?: boolean;
}

/**
 * Problems with how a request for AWS is to be signed.
 * @param told directives of the whole file already reported at earlier requests: each is reported once
 */
export function awsFindings(request: HttpFileRequest, file: HttpFile, ports: FindingsPorts, told: Set<Directive>): Finding[] {
  const findings: Finding[] = [];
  const { signer, settings, authorization, malformed, mayTellMore, ambiguous } = staticSigning(request, file);
  /** A setting that can be checked and was not before. */
  const judged = (name: 'profile' | 'service' | 'region'): Setting | undefined => {
    const setting = settings[name];
    if (setting === undefined || setting.value === '' || setting.value.includes('{{')) return undefined;
    const { value, range, source, directive } = setting;
    if (directive === undefined) return authorization && argumentOf(request, authorization.header, name, value);
    if (source === 'file') {
      if (told.has(directive)) return undefined;
      told.add(directive);
    }
    return { value, range, exact: value === directive.value };
  };

  if (malformed !== undefined && authorization !== undefined) {
    const holdsKeys = literalKeysOf(request, file) !== undefined;
    findings.push(malformedFinding(malformed, authorization.header, request, holdsKeys ? [] : ports.profileNames));
  }
  if (ambiguous !== undefined) {
    const message = 'The request names a profile and its “Authorization” header holds keys; the request is not sent.';
    const { range } = ambiguous;
    findings.push({ code: 'aws-authorization-ambiguous', message, range, severity: 'error', fixes: [removeLine(range)] });
  }
  const profile = signer.by === 'named-profile' ? judged('profile') : undefined;
  if (profile !== undefined) findings.push(...unknownProfile(profile, ports));
  const name =
    signer.by === 'named-profile' ? signer.profile.value : signer.by === 'active-profile' ? ports.activeProfile : undefined;
  const expired = name === undefined || name.includes('{{') ? undefined : ports.expiredProfile(name);
  if (expired !== undefined) {
    findings.push({
      code: 'session-expired',
      message: `The session of “${name}” has expired; sending starts another one.`,
      range: request.requestLineRange,
      severity: 'information',
      fixes: [forProfile({ ...startSession, title: 'Renew Session' }, expired)],
    });
  }

  const service = judged('service');
  if (service !== undefined && !signingNames().includes(service.value)) {
    const [closest] = closestNames(service.value, signingNames(), 1);
    const proposal = closest === undefined ? '' : ` Did you mean “${closest}”?`;
    const message = `“${quotable(service.value)}” is not a known signing name; AWS refuses a request that is signed for another service.${proposal}`;
    findings.push(unusualName('service-unknown', message, service, signingNames()));
  }
  const region = judged('region');
  for (const each of region?.value.split(',', mostRegions).map((text) => text.trim()) ?? []) {
    if (region === undefined || each === '*' || isRegionLike(each)) continue;
    const message = unknownRegionMessage(quotable(each), closestNames(each, regions, 1)[0]);
    findings.push(unusualName('region-unknown', message, region, regions, each));
  }
  findings.push(...unsignedPayload(request, file, settings));
  if (settings.service === undefined && !mayTellMore) findings.push(...missingService(request, file));
  return findings;
}

/** An argument of the header at its place; the whole value if variables or continued lines make it up. */
function argumentOf(request: HttpFileRequest, header: HttpFileHeader, name: string, value: string): Setting {
  const { start, end } = header.valueRange;
  const at = new RegExp(`(?:^|\\s)${name}:\\s*`, 'i').exec(header.value);
  const from = at === null ? -1 : at.index + at[0].length;
  const isPlain = request.syntax === 'http' && start.line === end.line;
  if (!isPlain || from === -1 || !header.value.startsWith(value, from)) return { value, range: header.valueRange, exact: false };
  const place = (character: number) => ({ line: start.line, character: start.character + character });
  return { value, range: { start: place(from), end: place(from + value.length) }, exact: true, inHeader: true };
}

function malformedFinding(
  problem: string,
  header: HttpFileHeader,
  { syntax }: HttpFileRequest,
  profileNames: readonly string[],
): Finding {
  const names = syntax === 'http' ? profileNames.filter((name) => !/\s/.test(name)).slice(0, 5) : [];
  return {
    code: 'aws-authorization-malformed',
    message: `“Authorization: AWS …” cannot be read: ${problem}. The request is not sent.`,
    range: header.valueRange,
    severity: 'error',
    fixes: names.map((name) => ({
      kind: 'edit',
      title: `Use Profile ${name}`,
      edits: [{ range: header.valueRange, text: `AWS profile:${name}` }],
    })),
  };
}

function unknownProfile({ value, range, exact, inHeader }: Setting, { profileNames, isRestricted }: FindingsPorts): Finding[] {
  if (profileNames.includes(value)) return [];
  if (isRestricted === true) {
    const message = `Profiles of the workspace and the local sandbox do not count in Restricted Mode, so “${quotable(value)}” is not known.`;
    const fixes: Remedy[] = [{ ...manageTrust, preferred: true }];
    return [{ code: 'profile-restricted', message, range, severity: 'information', fixes }];
  }
  if (isSandboxProfileName(value)) {
    const { message } = sandboxStopped(value);
    const fixes: Remedy[] = [{ ...startSandbox, preferred: true }];
    return [{ code: 'sandbox-stopped', message, range, severity: 'information', fixes }];
  }
  const closest = closestNames(value, profileNames, 1)[0];
  return [
    {
      code: 'profile-unknown',
      message: unknownProfileMessage(value, profileNames),
      range,
      severity: 'error',
      fixes: [
        ...(exact ? profileNames.slice(0, 5) : []).map((name): Remedy => ({
          kind: 'edit',
          title: `Use Profile ${name}`,
          edits: [{ range, text: inHeader && /\s/.test(name) ? `"${name}"` : name }],
          preferred: profileNames.length === 1 || name === closest,
        })),
        addProfile,
      ],
    },
  ];
}

function unsignedPayload(request: HttpFileRequest, file: HttpFile, settings: SigningSettings): Finding[] {
  const { payload } = settings;
  if (payload?.value !== 'unsigned' || payload.directive === undefined) return [];
  const signedFor = signedService(staticAddress(request, staticVariables(file)), settings);
  if (signedFor === undefined || signedFor.includes('{{') || takesUnsignedBodies.has(signedFor)) return [];
  const message = `${signedFor} checks the signature over the body and refuses a request that leaves it out.`;
  const fixes = [{ ...removeLine(payload.directive.range, 'Sign the Body'), preferred: true }];
  return [{ code: 'payload-unsigned', message, range: payload.range, severity: 'warning', fixes }];
}

function missingService(request: HttpFileRequest, file: HttpFile): Finding[] {
  const host = staticHost(request, staticVariables(file));
  // Problems of the host itself are reported separately.
  if (host === undefined || /[{}<>@]/.test(host) || serviceOfHost(host) !== undefined || mistypedHost(host) !== undefined)
    return [];
  const edits = linesAbove(request.requestLineRange.start.line, directiveLine('aws-service', 'execute-api'));
  return [
    {
      code: 'service-missing',
      message: `The host ${host} does not name the service to sign for; you will be asked when you send the request.`,
      range: request.urlLines[0]?.range ?? request.requestLineRange,
      severity: 'information',
      fixes: [{ kind: 'edit', title: 'Sign for API Gateway (execute-api)', edits }],
    },
  ];
}

/** `part` is the unusual part of the value. */
function unusualName(
  code: FindingCode,
  message: string,
  { value, range, exact }: Setting,
  names: readonly string[],
  part = value,
): Finding {
  const fixes = (exact && value.length <= longestChanged ? closestNames(part, names, 3) : []).map((name): Remedy => ({
    kind: 'edit',
    title: `Change to ${name}`,
    edits: [{ range, text: value.replace(part, () => name) }],
  }));
  return { code, message, range, severity: 'warning', fixes };
}
