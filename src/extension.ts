import type { ExtensionContext } from 'vscode';
import { bundles } from './bundles.ts';
import { createServices } from './services.ts';
import { registerCertificates } from './ui/certificates/register.ts';
import { deferHttpFiles } from './ui/http-files/defer-http-files.ts';
import { registerProfiles } from './ui/profiles/register.ts';
import { registerSandbox } from './ui/sandbox/register.ts';
import { registerSessions } from './ui/sessions/register.ts';

/** Starts with the window, because a session from an earlier window still counts down in the status bar. */
export function activate(context: ExtensionContext): void {
  const services = createServices(context);
  const { store, commands, log } = services;
  context.subscriptions.push(
    store,
    commands.register('awsAuth.log.show', () => log.show()),
  );
  const { view, addProfile } = registerProfiles(services, bundles.wizards, bundles.certificates);
  registerSessions(services, bundles.wizards, (work) => view.withProgress(work));
  registerCertificates(services, bundles.certificates, addProfile);
  deferHttpFiles(services, bundles);
  registerSandbox(services, bundles.sandbox);
}
