import assert from 'node:assert/strict';
import { registerHooks } from 'node:module';
import { beforeEach, describe, it } from 'node:test';
import { isUserError } from '../../../../src/core/errors.ts';
import { parseHttpFile } from '../../../../src/core/http-file/parse.ts';
import type { WizardStep } from '../../../../src/ui/kit/multi-step-input.ts';
import type { moveKeys as MoveKeys, ProfileForm } from '../../../../src/ui/requests/move-keys.ts';
import { staticProfile } from '../../fakes/sample-profiles.ts';

const secretAccessKey = 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY';
const sessionToken = 'IQoJb3/+session==';
const authorization = `Authorization: AWS ${staticProfile.accessKeyId} ${secretAccessKey}`;
const sts = 'https://sts.eu-central-1.amazonaws.com/';

interface Editor {
  text: string;
  takesEdits: boolean;
  edits: number;
}
const editor: Editor = { text: '', takesEdits: true, edits: 0 };
const document = { languageId: 'http', uri: { scheme: 'file' }, lineCount: 1, getText: () => editor.text };

/** What of the editor moving keys asks for; the wizard is accepted as it opens. */
const stubs: Readonly<Record<string, string>> = {
  vscode: `
    const { editor, document } = globalThis.moveKeysTest;
    export class Range {}
    export class WorkspaceEdit { replace() { editor.edits++; } }
    export const Disposable = class {};
    export const window = { activeTextEditor: { document, selection: { active: { line: 0 } } } };
    export const workspace = { asRelativePath: () => 'a.http', applyEdit: async () => editor.takesEdits };`,
};
Object.assign(globalThis, { moveKeysTest: { editor, document } });
registerHooks({
  resolve: (specifier, context, next) => {
    const stub = stubs[specifier];
    if (stub === undefined) return next(specifier, context);
    return { url: `data:text/javascript,${encodeURIComponent(stub)}`, shortCircuit: true };
  },
});

describe('moving the keys of a request into a profile', () => {
  let saved: unknown[] = [];
  let agreed: unknown[] = [];
  beforeEach(() => {
    saved = [];
    agreed = [];
    Object.assign(editor, { takesEdits: true, edits: 0 });
  });

  const accept: ProfileForm['runWizard'] = () => Promise.resolve(true);

  async function move(text: string, runWizard = accept): Promise<void> {
    editor.text = text;
    const path = '../../../../src/ui/requests/move-keys.ts';
    const { moveKeys } = (await import(path)) as { moveKeys: typeof MoveKeys };
    const ports = {
      active: { get: () => undefined },
      documents: { parse: () => parseHttpFile(editor.text) },
      profiles: {
        nameProblem: () => undefined,
        save: (profile: unknown) => {
          saved.push(profile);
          return Promise.resolve({ id: 'user/keys' });
        },
      },
      destinations: () => Promise.resolve({ agreeTo: (...agreement: unknown[]) => void agreed.push(agreement) }),
    };
    const form = { runWizard };
    await moveKeys(ports as unknown as Parameters<typeof MoveKeys>[0], () => Promise.resolve(form), undefined);
  }

  const token = `X-Amz-Security-Token: ${sessionToken}`;
  const texts: [where: string, text: string, sessionToken?: string][] = [
    ['no token', `GET ${sts}\n${authorization}`],
    ['a token beside the keys', `GET ${sts}\n${authorization} token:${sessionToken}`, sessionToken],
    ['a token in its own header', `GET ${sts}\n${authorization}\n${token}`, sessionToken],
    ['a token in a header of curl', `curl ${sts} -H '${authorization}' -H '${token}'`, sessionToken],
  ];
  for (const [where, text, expected] of texts) {
    it(`saves a profile of keys with ${where}`, async () => {
      await move(text);
      const { accessKeyId } = staticProfile;
      const secret = { kind: 'static', secretAccessKey, ...(expected !== undefined && { sessionToken: expected }) };
      assert.deepEqual(saved, [
        { name: 'keys', scope: 'user', profile: { kind: 'static', accessKeyId, region: 'eu-central-1' }, secret },
      ]);
      assert.ok(editor.edits > 1);
      assert.deepEqual(agreed, []);
    });
  }

  const local: [text: string, endpoint: string][] = [
    ['GET http://localhost:4566/my-bucket/a\nHost: s3.us-east-1.amazonaws.com', 'http://localhost:4566'],
    ['GET http://127.0.0.1:9000/bucket/?list-type=2', 'http://127.0.0.1:9000'],
    ['GET http://my-bucket.s3.localhost.localstack.cloud:4566/a', ''],
  ];
  for (const [head, endpoint] of local) {
    it(`keys that AWS cannot have given belong to an endpoint: ${head}`, async () => {
      const steps: WizardStep[] = [];
      await move(`${head}\nAuthorization: AWS test test region:us-east-1 service:s3`, (_title, stepsNow) => {
        steps.push(...stepsNow());
        return Promise.resolve(true);
      });
      const step = steps[2];
      assert.ok(step?.kind === 'text');
      assert.equal(step.value, endpoint);
      assert.equal(step.problem(endpoint) === undefined, endpoint !== '');
      const profile = { kind: 'static', accessKeyId: 'test', region: 'us-east-1', endpoint };
      assert.deepEqual(saved, [{ name: 'keys', scope: 'user', profile, secret: { kind: 'static', secretAccessKey: 'test' } }]);
      assert.deepEqual(agreed, [['user/keys', profile]]);
    });
  }

  it('says that the profile exists and the keys are still in the text when the editor refuses the edit', async () => {
    editor.takesEdits = false;
    await assert.rejects(move(`GET ${sts}\n${authorization}\n${token}`), (error) => {
      assert.ok(isUserError(error), String(error));
      const { code, message, remedy } = error;
      assert.equal(code, 'keys-not-removed');
      assert.match(message, /profile “keys” exists.*keys are still in the text/);
      assert.match(remedy, /# @aws-profile keys/);
      assert.ok(![secretAccessKey, sessionToken].some((secret) => `${message}${remedy}`.includes(secret)));
      return true;
    });
    assert.equal(saved.length, 1);
  });

  it('saves no profile of keys that AWS cannot have given for a host of AWS', async () => {
    await assert.rejects(move(`GET ${sts}\nAuthorization: AWS test test`), { code: 'keys-illegal' });
    assert.deepEqual(saved, []);
  });

  it('saves no profile of keys that it cannot take out of the text', async () => {
    await assert.rejects(move(`curl ${sts} -H '${authorization}' -H $'${token}'`), { code: 'keys-missing' });
    assert.deepEqual(saved, []);
  });
});
