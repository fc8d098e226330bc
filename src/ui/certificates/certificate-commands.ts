import * as vscode from 'vscode';
import type * as CertificateWizards from '../../bundles/certificate-wizards.ts';
import type { CommandRegistrar } from '../kit/command-registrar.ts';
import { registerCertificateHover } from './inspection/certificate-hover.ts';
import type { CertificatePorts } from './certificate-ports.ts';

/** The commands of certificates and the hover in settings; what they do is loaded when the first of them runs. */
export function registerCertificateCommands(commands: CommandRegistrar, ports: CertificatePorts): vscode.Disposable {
  const wizards = (): Promise<typeof CertificateWizards> => import('../../bundles/certificate-wizards.ts');
  return vscode.Disposable.from(
    commands.register('awsAuth.certificate.convert', async (target) => (await wizards()).convertCertificate(ports, target)),
    commands.register('awsAuth.certificate.inspect', async (target) => (await wizards()).inspectCertificate(ports, target)),
    commands.register('awsAuth.certificate.createAuthority', async () => (await wizards()).createAuthority(ports)),
    commands.register('awsAuth.certificate.issue', async () => (await wizards()).issueCertificate(ports)),
    commands.register('awsAuth.profile.check', async (target) => (await wizards()).checkProfile(ports, target)),
    registerCertificateHover({
      ...ports,
      describe: async (path, password) => (await wizards()).describeFile(ports, path, password),
    }),
  );
}
