import * as vscode from 'vscode';

/** Opens an unsaved request that asks AWS who is signing, ready to be sent with a profile. */
export async function openNewRequest(profileName: string | undefined, region: string | undefined): Promise<void> {
  const content = [
    `@region = ${region ?? 'eu-central-1'}`,
    '',
    '### Who am I?',
    ...(profileName === undefined ? [] : [`# @aws-profile ${profileName}`]),
    'POST https://sts.{{region}}.amazonaws.com/',
    'Content-Type: application/x-www-form-urlencoded',
    'Accept: application/json',
    '',
    'Action=GetCallerIdentity&Version=2011-06-15',
    '',
  ].join('\n');
  await vscode.window.showTextDocument(await vscode.workspace.openTextDocument({ language: 'http', content }));
}
