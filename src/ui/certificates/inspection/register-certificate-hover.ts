import * as vscode from 'vscode';
import { hasCertificate } from '../../../core/profiles/kinds.ts';
import { pathAt } from '../../../core/profiles/path-at.ts';
import { resolveProfilePath } from '../../../core/profiles/resolve-profile-path.ts';
import type { CommandId, FileTarget } from '../../../platform/contributions.ts';
import type { CertificatePorts } from '../certificate-ports.ts';

export interface CertificateHoverPorts extends Pick<CertificatePorts, 'profiles' | 'paths' | 'password'> {
  /** Describes a file in a sentence. */
  readonly describe: (path: string, password: string | undefined) => Promise<string>;
}

const selector = ['**/settings.json', '**/*.code-workspace'].map((pattern) => ({ language: 'jsonc', pattern }));

/** Describes the file of a certificate path in settings. An untrusted workspace does not choose what is read. */
export function registerCertificateHover(ports: CertificateHoverPorts): vscode.Disposable {
  return vscode.languages.registerHoverProvider(selector, {
    provideHover: async (document, position) => {
      const found = pathAt(document.lineAt(position).text, position.character);
      if (found === undefined || !vscode.workspace.isTrusted) return undefined;
      const path = resolveProfilePath(found.path, ports.paths);
      const text = await ports.describe(path, await knownPassword(ports, path));
      const inspect = 'awsAuth.certificate.inspect' satisfies CommandId;
      // A parenthesis in the path would end the link.
      const link = encodeURIComponent(JSON.stringify([{ path } satisfies FileTarget])).replace(/[()]/g, escapedParenthesis);
      const content = new vscode.MarkdownString(undefined, true)
        .appendText(text)
        .appendMarkdown(`\n\n[$(verified) Inspect Certificate](command:${inspect}?${link})`);
      content.isTrusted = { enabledCommands: [inspect] };
      return new vscode.Hover(content, new vscode.Range(position.line, found.start, position.line, found.end));
    },
  });
}

/** The stored password of a profile that names the file. */
async function knownPassword({ profiles, paths, password }: CertificateHoverPorts, path: string): Promise<string | undefined> {
  const owner = profiles.list().find(({ profile }) => {
    if (!hasCertificate(profile)) return false;
    const names = [profile.certificate, profile.privateKey, profile.certificateChain];
    return names.some((name) => name !== undefined && resolveProfilePath(name, paths) === path);
  });
  return owner === undefined ? undefined : password(owner.id);
}

function escapedParenthesis(parenthesis: string): string {
  return parenthesis === '(' ? '%28' : '%29';
}
