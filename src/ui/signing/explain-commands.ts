import * as vscode from 'vscode';
import type { SignatureSource } from '../../core/requests/explain-request.ts';
import { UserError } from '../../core/errors.ts';
import type { ServerClock } from '../../core/requests/server-clock.ts';
import type * as Explanations from '../../lazy/explanations.ts';
import type { RequestTarget } from '../../platform/contributions.ts';
import { commandLink } from '../../platform/contributions.ts';
import { locate, prepare, requestTitle } from '../http-editor/request-commands.ts';
import type { RequestCommandsPorts } from '../http-editor/request-commands.ts';
import { withCancellableProgress } from '../progress.ts';
import type { ExplanationDocuments } from './explanation-documents.ts';

export interface ExplainCommandsPorts extends RequestCommandsPorts {
  readonly clock: ServerClock;
  readonly pages: ExplanationDocuments;
  readonly explanations: () => Promise<typeof Explanations>;
}

/** `Explain Signature` and `Compare with Earlier Signature…`: they sign as sending does, and send nothing. */
export function registerExplainCommands(ports: ExplainCommandsPorts): vscode.Disposable {
  const explain = async (target: RequestTarget | undefined): Promise<void> => {
    const located = await locate(ports, target);
    const file = ports.documents.parse(located.document);
    const prepared = await withCancellableProgress(`Explaining ${requestTitle(located.request)}…`, (signal) =>
      prepare(ports, located, signal),
    );
    const { explainRequest } = await ports.explanations();
    const text = explainRequest(prepared, { source: located.request, file, clockOffset: ports.clock.offset });
    await ports.pages.show({ name: 'AWS Signature.md', text }, [
      commandLink('awsAuth.signature.compare', '$(diff) Compare with Earlier Signature…'),
    ]);
  };

  const compare = async (): Promise<void> => {
    const [latest, ...earlier] = ports.history.entries;
    if (latest === undefined || earlier.length === 0) {
      throw new UserError({
        code: 'signature-alone',
        message: 'There are no two signatures of this window to compare.',
        remedy: 'Sign, send or explain another request first.',
      });
    }
    const { signatureRecord } = await ports.explanations();
    const rows = earlier.map((source: SignatureSource) => {
      const record = signatureRecord(source);
      return {
        label: record.title,
        description: record.date.toLocaleTimeString(),
        detail: `${record.profile} for ${record.credentialScope}`,
        record,
      };
    });
    const chosen = await vscode.window.showQuickPick(rows, {
      title: 'Compare with Earlier Signature',
      placeHolder: 'Choose what to compare the latest signature with',
      matchOnDetail: true,
    });
    if (chosen === undefined) return;
    const right = signatureRecord(latest);
    await ports.pages.compare(
      { name: 'earlier signature.txt', text: chosen.record.text },
      { name: 'latest signature.txt', text: right.text },
      `${chosen.record.title} ↔ ${right.title}`,
    );
  };

  return vscode.Disposable.from(
    ports.commands.registerTrusted('awsAuth.request.explain', explain),
    ports.commands.register('awsAuth.signature.compare', compare),
  );
}
