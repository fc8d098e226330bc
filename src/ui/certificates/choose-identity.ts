import * as vscode from 'vscode';
import type { NamedIdentity } from '../../core/certificates/named-identity.ts';
import { plainText } from '../../core/text/plain-text.ts';

/** Lets a person choose one of several identities; its fingerprint, or undefined. */
export async function chooseIdentity(identities: readonly NamedIdentity[]): Promise<string | undefined> {
  const rows = identities.map(({ subject, until, fingerprint }) => ({
    label: plainText(subject),
    description: `until ${until}`,
    detail: `SHA-256 ${fingerprint}…`,
    fingerprint,
  }));
  const chosen = await vscode.window.showQuickPick(rows, {
    title: 'Several Certificates with a Private Key',
    placeHolder: 'Which certificate is meant?',
    ignoreFocusOut: true,
  });
  return chosen?.fingerprint;
}
