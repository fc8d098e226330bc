import assert from 'node:assert/strict';
import { test } from 'node:test';
import { serviceFor, serviceTable } from '../../../../src/sandbox/service-table.ts';
import { KeyRing } from '../../../../src/sandbox/signatures/key-ring.ts';
import { readRequestSubject } from '../../../../src/sandbox/signatures/request-subject.ts';
import type { WireHead } from '../../../../src/sandbox/wire/wire-request.ts';
import { KEY, NOW, TIMESTAMP, type ToSign } from '../fixtures.ts';

/** The service table of a sandbox that knows nobody. */
export const table = serviceTable({
  options: { trustAnchors: [], profiles: [], roles: [], accessKeys: [] },
  keys: new KeyRing([]),
  now: () => NOW,
});

/** Tests that these requests are answered by the row of this name, and that no other row claims them but the last, which takes what is left. */
export function servedBy(name: string, requests: readonly ToSign[]): void {
  for (const request of requests) {
    test(`${name} alone serves ${request.method ?? 'GET'} ${request.host}${request.target ?? '/'}`, () => {
      const head = headOf(request);
      const subject = readRequestSubject(head);
      assert.equal(serviceFor(table, head, subject).name, name);
      const claimants = table.slice(0, -1).filter((row) => row.serves(head, subject));
      assert.deepEqual(
        claimants.map((row) => row.name),
        name === table.at(-1)?.name ? [] : [name],
      );
    });
  }
}

function headOf({ host, service, region = 'eu-central-1', method = 'GET', target = '/', headers = {} }: ToSign): WireHead {
  const [path = '', query = ''] = target.split('?');
  const credential = `${KEY.accessKeyId}/${TIMESTAMP.slice(0, 8)}/${region}/${service}/aws4_request`;
  const all = { ...headers, Host: host, Authorization: `AWS4-HMAC-SHA256 Credential=${credential}` };
  return { method, path, query, headers: Object.entries(all).map(([name, value]) => [name.toLowerCase(), value]) };
}
