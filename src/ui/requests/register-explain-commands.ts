import * as vscode from 'vscode';
import type { explainRequest, signatureRecord, SignatureSource } from '../../core/requests/explain-request.ts';
import { UserError } from '../../core/errors.ts';
import { saysPresign } from '../../core/requests/signer.ts';
import { asHttps } from '../../core/requests/editing/as-https.ts';
import type { RequestTarget } from '../../platform/contributions.ts';
import { commandLink } from '../../platform/contributions.ts';
import { requestTitle } from './preparing/request-title.ts';
import { prepare } from './preparing/prepare.ts';
import { locate } from './preparing/locate.ts';
import type { RequestServices } from './request-services.ts';
import { withCancellableProgress } from '../kit/progress.ts';
import type { ExplanationDocuments } from '../signatures/explanation-documents.ts';

/** Explains a signature. */
export interface SignatureExplanations {
  readonly explainRequest: typeof explainRequest;
  readonly signatureRecord: typeof signatureRecord;
}

/** The assumed lifetime of a WebSocket's URL if the request sets none, in seconds. */
const webSocketSeconds = 900;

/** `Explain Signature` and `Compare with Earlier Signature…`: they sign as when sending, but send nothing. */
export function registerExplainCommands(
  ports: RequestServices,
  pages: ExplanationDocuments,
  explanations: () => Promise<SignatureExplanations>,
): vscode.Disposable {
  /** The signature that the page explains. */
  const explained = new Map<string, SignatureSource>();
  const explain = async (target: RequestTarget | undefined): Promise<void> => {
    const located = await locate(ports, target);
    const file = ports.documents.parse(located.document);
    const { request, webSocket } = asHttps(located.request);
    const prepared = await withCancellableProgress(`Explaining ${requestTitle(request)}…`, (signal) =>
      // A WebSocket is signed in its URL only.
      prepare(ports, { ...located, request }, signal, {
        presigning: webSocket && !saysPresign(request, file) ? webSocketSeconds : undefined,
      }),
    );
    const { explainRequest } = await explanations();
    const text = explainRequest(prepared, {
      source: located.request,
      file,
      environments: await ports.variables.environments(located.document),
      environment: ports.variables.environment,
      environmentFirst: ports.variables.environmentFirst,
      clockOffset: ports.clock.offsetFor(prepared.request),
    });
    const uri = await pages.show({ name: 'AWS Signature.md', text }, () => [
      commandLink('awsAuth.signature.compare', 'Compare with Earlier Signature…'),
    ]);
    const [source] = ports.signatures.entries;
    if (source !== undefined) explained.set(uri.toString(), source);
  };

  const compare = async (): Promise<void> => {
    const { entries } = ports.signatures;
    const page = vscode.window.activeTextEditor?.document.uri.toString() ?? '';
    const latest = explained.get(page) ?? entries[0];
    const earlier = entries.filter((entry) => entry !== latest);
    if (latest === undefined || earlier.length === 0) {
      throw new UserError({
        code: 'signature-alone',
        message: 'There are no two signatures of this window to compare.',
        remedy: 'Sign, send or explain another request first.',
      });
    }
    const { signatureRecord } = await explanations();
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
      placeHolder: 'Choose what to compare this signature with',
      matchOnDetail: true,
    });
    if (chosen === undefined) return;
    const right = signatureRecord(latest);
    await pages.compare(
      { name: 'earlier signature.txt', text: chosen.record.text },
      { name: 'this signature.txt', text: right.text },
      `${chosen.record.title} ↔ ${right.title}`,
    );
  };

  return vscode.Disposable.from(
    ports.commands.registerTrusted('awsAuth.request.explain', explain),
    ports.commands.register('awsAuth.signature.compare', compare),
    vscode.workspace.onDidCloseTextDocument(({ uri }) => explained.delete(uri.toString())),
  );
}
