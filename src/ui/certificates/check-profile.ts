import { preflight } from '../../core/certificates/checks/preflight.ts';
import type { X509Certificate } from 'node:crypto';
import * as vscode from 'vscode';
import type { PreflightFinding } from '../../core/certificates/checks/preflight-finding.ts';
import type { Identity } from '../../core/certificates/identity.ts';
import { readProfileIdentity } from '../../core/credentials/read-profile-identity.ts';
import { withPassword } from '../../core/credentials/with-password.ts';
import { UserError } from '../../core/errors.ts';
import { forProfile } from '../../core/remedies/remedy.ts';
import { plainText } from '../../core/text/plain-text.ts';
import { type CertificateProfile, hasCertificate, kindRow } from '../../core/profiles/kinds.ts';
import type { ProfileTarget } from '../../platform/contributions.ts';
import { withCancellableProgress } from '../kit/progress.ts';
import { pickProfile } from '../kit/pick-profile.ts';
import { runRemedy } from '../kit/run-remedy.ts';
import { requireUsable } from '../../storage/stored-profile.ts';
import type { CertificatePorts } from './certificate-ports.ts';
import { chooseFile, nameOf } from './choose-files.ts';
import { openFile } from './open-file.ts';
import { askText } from '../kit/text-input.ts';

interface Row extends vscode.QuickPickItem {
  readonly run?: Action;
}

/** A person's choice: to check again with a trust anchor, or something that ends the check. */
type Action = 'anchor' | (() => unknown);

/** Checks a profile against every rule that can be checked before a call, and shows each with its remedies. */
export async function checkProfile(ports: CertificatePorts, target: ProfileTarget | undefined): Promise<void> {
  const { profiles, active } = ports;
  const candidates = profiles.list().filter(({ profile }) => profile.kind === 'invalid' || hasCertificate(profile));
  const stored =
    target === undefined
      ? (candidates.find(({ id }) => id === active.get()?.id) ?? (await pickProfile(candidates, 'Check Profile')))
      : profiles.find(target.profileId);
  if (stored === undefined) return;
  const { id, name, profile } = requireUsable(stored);
  if (!hasCertificate(profile)) {
    throw new UserError({
      code: 'check-not-needed',
      message: `The profile “${name}” signs with ${kindRow(profile.kind).signsWith}; there is no certificate to check.`,
      remedy: 'Send a request with it.',
    });
  }
  const identity = await readIdentity(ports, id, name, profile);
  if (identity === undefined) return;
  let anchor: { readonly name: string; readonly certificates: readonly X509Certificate[] } | undefined;
  for (;;) {
    const findings = preflight({ identity, profile, trustAnchor: anchor?.certificates, now: new Date() });
    const chosen = await showFindings(name, id, findings, anchor?.name);
    if (chosen !== 'anchor') {
      await chosen?.();
      return;
    }
    anchor = (await openAnchor()) ?? anchor;
  }
}

/** The profile's identity; asks for a missing or wrong password, and does not store it. Undefined if the person leaves. */
async function readIdentity(
  ports: CertificatePorts,
  id: string,
  name: string,
  profile: CertificateProfile,
): Promise<Identity | undefined> {
  const open = (password: string | undefined): Promise<Identity> =>
    withCancellableProgress(`Checking ${name}…`, (signal) =>
      readProfileIdentity(profile, { paths: ports.paths, password, signal }),
    );
  return withPassword(await ports.password(id), open, ({ message }) =>
    askText({ title: `Check ${name}`, prompt: message, placeHolder: 'Password of the certificate', password: true }),
  );
}

async function openAnchor(): Promise<{ name: string; certificates: readonly X509Certificate[] } | undefined> {
  const path = await chooseFile('Certificate of the trust anchor', 'Use Trust Anchor');
  const opened = path === undefined ? undefined : await openFile(path, { title: 'Open the Trust Anchor', wantKey: false });
  return (
    opened && { name: nameOf(opened.path), certificates: opened.container.certificates.map(({ certificate }) => certificate) }
  );
}

/** Shows the findings until one is acted on. */
async function showFindings(
  name: string,
  profileId: string,
  findings: readonly PreflightFinding[],
  anchorName: string | undefined,
): Promise<Action | undefined> {
  const { promise, resolve } = Promise.withResolvers<Action | undefined>();
  const pick = vscode.window.createQuickPick<Row>();
  pick.title = `Check ${name}`;
  pick.placeholder = verdict(findings);
  pick.matchOnDetail = true;
  pick.ignoreFocusOut = true;
  pick.items = [
    ...group('Refused', findings, 'fail', profileId),
    ...group('Worth a look', findings, 'warning', profileId),
    { label: 'Trust anchor', kind: vscode.QuickPickItemKind.Separator },
    {
      label: anchorName === undefined ? 'Check against the trust anchor’s certificate…' : `Checked against ${anchorName}`,
      ...(anchorName !== undefined && { description: 'Choose another…' }),
      iconPath: new vscode.ThemeIcon('shield'),
      run: 'anchor',
    },
    ...group('In order', findings, 'pass', profileId),
  ];
  pick.onDidAccept(() => {
    const run = pick.selectedItems[0]?.run;
    if (run !== undefined) resolve(run);
  });
  pick.onDidTriggerItemButton(({ item }) => resolve(item.run));
  pick.onDidHide(() => resolve(undefined));
  pick.show();
  try {
    return await promise;
  } finally {
    pick.dispose();
  }
}

function group(
  heading: string,
  findings: readonly PreflightFinding[],
  outcome: PreflightFinding['outcome'],
  profileId: string,
): Row[] {
  const rows = findings.filter((finding) => finding.outcome === outcome).map((finding) => row(finding, profileId));
  return rows.length === 0 ? [] : [{ label: heading, kind: vscode.QuickPickItemKind.Separator }, ...rows];
}

const outcomeIcons = {
  pass: new vscode.ThemeIcon('pass', new vscode.ThemeColor('testing.iconPassed')),
  warning: new vscode.ThemeIcon('warning', new vscode.ThemeColor('list.warningForeground')),
  fail: new vscode.ThemeIcon('error', new vscode.ThemeColor('list.errorForeground')),
} as const;

function row({ outcome, message, remedy, fix }: PreflightFinding, profileId: string): Row {
  const action = outcome === 'pass' || fix === undefined ? undefined : forProfile(fix, profileId);
  return {
    label: plainText(message),
    iconPath: outcomeIcons[outcome],
    ...(remedy !== undefined && { detail: plainText(remedy) }),
    ...(action !== undefined && {
      buttons: [{ iconPath: new vscode.ThemeIcon(action.icon ?? 'wrench'), tooltip: action.title }],
      run: () => runRemedy(action),
    }),
  };
}

function verdict(findings: readonly PreflightFinding[]): string {
  const count = (outcome: PreflightFinding['outcome']): number =>
    findings.filter((finding) => finding.outcome === outcome).length;
  const fails = count('fail');
  const warnings = count('warning');
  const passes = `${count('pass')} of ${findings.length} rules pass`;
  if (fails > 0) return `A session would be refused: ${passes}`;
  return warnings > 0 ? `A session can be started; ${warnings} to look at, ${passes}` : `A session can be started: ${passes}`;
}
