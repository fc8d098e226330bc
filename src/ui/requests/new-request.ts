import * as vscode from 'vscode';
import { requestTemplates, templateText } from '../../core/language/completion/templates.ts';
import { profileRegion } from '../../core/profiles/profile.ts';
import { requestColumn } from '../responses/response-column.ts';
import { editorGroups } from '../responses/response-view.ts';
import type { RequestServices } from './request-services.ts';

/** The region of templates if nothing else names one: that of most examples; the person can change it. */
const exampleRegion = 'us-east-1';

/** Opens a request from a template that a person picks, for the active profile. */
export async function newRequest(ports: Pick<RequestServices, 'active' | 'documents'>): Promise<void> {
  const picked = await vscode.window.showQuickPick(
    requestTemplates.map((template) => ({ label: template.label, description: template.description, template })),
    { title: 'New AWS Request', placeHolder: 'Service and operation', matchOnDescription: true },
  );
  if (picked === undefined) return;
  const profile = ports.active.get()?.profile;
  const region = profile === undefined || profile.kind === 'invalid' ? exampleRegion : profileRegion(profile);
  const content = templateText(picked.template, region);
  const document = await vscode.workspace.openTextDocument({ language: 'http', content });
  const line = ports.documents.parse(document).requests[0]?.requestLineRange.start.line ?? 0;
  await vscode.window.showTextDocument(document, {
    viewColumn: requestColumn(editorGroups()) ?? vscode.ViewColumn.Active,
    selection: new vscode.Range(line, 0, line, 0),
  });
}
