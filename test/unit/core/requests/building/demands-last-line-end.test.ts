import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, describe, it } from 'node:test';
import { buildRequest } from '../../../../../src/core/requests/building/build-request.ts';
import { parseHttpFile } from '../../../../../src/core/http-file/parse.ts';

const folder = mkdtempSync(join(tmpdir(), 'line-body-'));
after(() => rmSync(folder, { recursive: true }));
writeFileSync(join(folder, 'open.ndjson'), '{}\n{"q":"{{doc}}"}');
writeFileSync(join(folder, 'ended.ndjson'), '{}\n{}\n');
writeFileSync(join(folder, 'empty.ndjson'), '');
writeFileSync(join(folder, 'huge.ndjson'), '');
truncateSync(join(folder, 'huge.ndjson'), 70_000_000);

async function bodyOf(text: string): Promise<string> {
  const file = parseHttpFile(text);
  const [request] = file.requests;
  assert.ok(request);
  const { body } = (await buildRequest(request, { file, baseDirectory: folder })).request;
  return Buffer.from('path' in body ? readFileSync(body.path) : body).toString();
}

const search = 'https://search-x-abc.eu-central-1.es.amazonaws.com';
const collection = 'https://abc123.eu-central-1.aoss.amazonaws.com';
const json = 'Content-Type: application/json';
const lines = '{"index":{}}\n{"title":"a"}';

describe('a body of lines ends its last line', () => {
  const ended: [what: string, head: string][] = [
    ['_bulk of an index, as JSON', `POST ${search}/movies/_bulk\n${json}`],
    ['_bulk', `POST ${search}/_bulk\n${json}`],
    ['_bulk by PUT', `PUT ${search}/_bulk\n${json}`],
    ['_bulk with a query', `POST ${search}/movies/_bulk?refresh=true&pipeline=p/q\n${json}`],
    ['_bulk of a type', `POST ${search}/movies/film/_bulk`],
    ['_bulk with another type of body', `POST ${search}/_bulk\nContent-Type: text/plain`],
    ['_bulk with a charset', `POST ${search}/_bulk\ncontent-type: application/x-ndjson; charset=utf-8`],
    ['_bulk as a stream', `POST ${search}/_bulk/stream\n${json}`],
    ['_msearch', `GET ${search}/_msearch\n${json}`],
    ['_msearch of an index', `POST ${search}/a,b/_msearch/\n${json}`],
    ['_msearch/template', `POST ${search}/a/_msearch/template\n${json}`],
    ['a collection', `POST ${collection}/movies/_bulk\n${json}`],
    ['a domain of one’s own', `POST https://search.example.org/movies/_bulk\n${json}`],
    ['this machine', `POST http://localhost:9200/_bulk\n${json}`],
    ['a named service', `# @aws-service es\nPOST https://example.org/_bulk\n${json}`],
    ['the type alone', 'POST https://example.org/\nContent-Type: application/x-ndjson'],
    ['the type alone, at a host of AWS', 'POST https://b.s3.eu-west-1.amazonaws.com/a\nContent-Type: application/jsonlines'],
  ];
  for (const [what, head] of ended) {
    it(what, async () => {
      assert.equal(await bodyOf(`${head}\n\n${lines}\n\n\n`), `${lines}\n`);
      assert.equal(await bodyOf(`@doc = {"title":"a"}\n${head}\n\n{"index":{}}\n{{doc}}`), `${lines}\n`);
      assert.equal(await bodyOf(`@doc = {"title":"a"}\\n\n${head}\n\n{"index":{}}\n{{doc}}`), `${lines}\n`);
      assert.equal(await bodyOf(`@doc = 1\n${head}\n\n<@ ./open.ndjson`), '{}\n{"q":"1"}\n');
      assert.equal(await bodyOf(`${head}\n\n<@ ./ended.ndjson`), '{}\n{}\n');
      assert.equal(await bodyOf(`${head}\n`), '');
    });
  }

  const own: [what: string, head: string][] = [
    ['another path', `POST ${search}/movies/_search\n${json}`],
    ['a name that ends alike', `POST ${search}/my_bulk\n${json}`],
    ['a query', `POST ${search}/a?b=/_bulk\n${json}`],
    ['an object of S3', `PUT https://b.s3.eu-central-1.amazonaws.com/x/_bulk\n${json}`],
    ['a named service', `# @aws-service s3\nPUT http://localhost:9000/b/_bulk\n${json}`],
    ['API Gateway', `POST https://a1.execute-api.eu-west-1.amazonaws.com/prod/_bulk\n${json}`],
  ];
  for (const [what, head] of own) {
    it(`it stays as it is: ${what}`, async () => assert.equal(await bodyOf(`${head}\n\n${lines}\n\n`), lines));
  }

  it('of a file as it is, where the server demands it', async () => {
    const open = readFileSync(join(folder, 'open.ndjson'), 'utf8');
    assert.equal(await bodyOf(`POST ${search}/_bulk\n\n< ./open.ndjson`), `${open}\n`);
    assert.equal(await bodyOf(`POST ${search}/_bulk\n\n< ./ended.ndjson`), '{}\n{}\n');
    assert.equal(await bodyOf(`POST ${search}/_bulk\n\n< ./empty.ndjson`), '');
    assert.equal(await bodyOf(`POST https://e.com/\nContent-Type: application/x-ndjson\n\n< ./open.ndjson`), open);
    await assert.rejects(bodyOf(`POST ${search}/_bulk\n\n< ./huge.ndjson`), { code: 'body-file-unterminated' });
  });
});
