// From the command to the first byte on the wire, in the extension host of a real VS Code server: a signed POST with a warm session, beside an
// empty command that writes the same bytes with node:http, alternating in one run against a server in the same process:
//   node test/bench/send.bench.ts
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { repository, scratch } from '../vscode/directories.ts';
import { measureInHost, withEditor } from './measure-in-host.ts';
import { quantile } from './quantile.ts';

const sends = 200;
const warmUp = 20;
/** Milliseconds between two commands. */
const pause = 25;
/** The 2 ms and 5 ms of a machine on which an empty command takes 0.7 ms, as ratios, which hold on any machine. */
const budget = { median: 2 / 0.7, p95: 5 / 0.7 };
const directory = join(scratch, 'send-bench');
const workspace = join(directory, 'workspace');

/** Milliseconds by subject. */
type Measurement = Record<'signed' | 'plain', number[]>;

/** Runs in the extension host in place of tests. */
const probe = `
const http = require('http');
const net = require('net');
const vscode = require('vscode');
exports.run = async () => {
  await vscode.extensions.all.find(({ id }) => id.endsWith('.aws-auth-signing')).activate();
  let arrived;
  let lastRequest = '';
  const server = net.createServer((socket) => {
    let first = true;
    socket.on('data', (chunk) => {
      if (first) arrived?.(performance.now());
      first = false;
      lastRequest = chunk.toString('latin1');
      socket.end('HTTP/1.1 200 OK\\r\\nContent-Type: application/json\\r\\nContent-Length: 11\\r\\nConnection: close\\r\\n\\r\\n{"ok":true}');
    });
    socket.on('error', () => undefined);
  });
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address();
  const body = JSON.stringify({ TableName: 'Orders', Key: { id: { S: '1001' } }, Padding: 'x'.repeat(900) });
  const uri = vscode.Uri.joinPath(vscode.workspace.workspaceFolders[0].uri, 'bench.http');
  await vscode.workspace.fs.writeFile(uri, Buffer.from(
    // Keys of a server of one's own: dialogs, such as that about an endpoint, are refused where tests run in the host.
    'POST http://127.0.0.1:' + port + '/\\nHost: dynamodb.example.com\\n' +
    'Authorization: AWS AKIAIOSFODNN7EXAMPLE wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY service:dynamodb region:eu-central-1\\n' +
    'Content-Type: application/x-amz-json-1.0\\nX-Amz-Target: DynamoDB_20120810.GetItem\\n\\n' + body + '\\n'));
  await vscode.window.showTextDocument(await vscode.workspace.openTextDocument(uri));
  vscode.commands.registerCommand('bench.plain', () => new Promise((resolve, reject) => {
    const lines = lastRequest.split('\\r\\n\\r\\n')[0].split('\\r\\n').slice(1).map((line) => line.split(/: (.*)/s));
    const request = http.request({ host: '127.0.0.1', port, method: 'POST', path: '/', headers: Object.fromEntries(lines.map(([name, value]) => [name, value])) });
    request.on('error', reject).on('response', (response) => response.resume().on('end', resolve));
    request.end(body);
  }));
  const measured = { signed: [], plain: [] };
  const subjects = {
    signed: () => vscode.commands.executeCommand('awsAuth.request.send', { uri: uri.toString(), line: 0 }),
    plain: () => vscode.commands.executeCommand('bench.plain'),
  };
  for (let round = 0; round < ${sends + warmUp}; round++) {
    for (const name of ['signed', 'plain']) {
      const first = new Promise((resolve) => (arrived = resolve));
      const start = performance.now();
      const done = subjects[name]();
      const at = await Promise.race([first, new Promise((_, reject) => setTimeout(reject, 10_000, new Error('nothing arrived')))]);
      if (round >= ${warmUp}) measured[name].push(at - start);
      await done;
      // A person's next command comes when the editor has shown the last answer.
      await new Promise((resolve) => setTimeout(resolve, ${pause}));
    }
  }
  if (!/^Authorization: AWS4-HMAC-SHA256 /im.test(lastRequest)) throw new Error('The request was not signed: ' + lastRequest);
  server.close();
  console.log('measurement ' + JSON.stringify(measured));
};
`;

rmSync(directory, { recursive: true, force: true });
mkdirSync(workspace, { recursive: true });
writeFileSync(join(directory, 'probe.cjs'), probe);
const measurement = await withEditor(directory, (browser, server) =>
  measureInHost<Measurement>(browser, server, {
    folder: workspace,
    extension: repository,
    probe: join(directory, 'probe.cjs'),
  }),
);

const describe = (name: keyof Measurement): string =>
  `median ${quantile(measurement[name], 0.5).toFixed(2)} ms, p95 ${quantile(measurement[name], 0.95).toFixed(2)} ms`;
console.log(`command to first byte on the wire, signed POST of 1 KB, keys at hand, ${sends} sends: ${describe('signed')}`);
console.log(`an empty command that writes the same bytes: ${describe('plain')}`);
const empty = quantile(measurement.plain, 0.5);
const ratios = { median: quantile(measurement.signed, 0.5) / empty, p95: quantile(measurement.signed, 0.95) / empty };
const kept = ratios.median <= budget.median && ratios.p95 <= budget.p95;
console.log(`to the median of the empty command: ${shown(ratios)}; budget ${shown(budget)}: ${kept ? 'kept' : 'exceeded'}`);
if (!kept) process.exitCode = 1;

function shown({ median, p95 }: typeof budget): string {
  return `median ${median.toFixed(2)}, p95 ${p95.toFixed(2)}`;
}
