import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { followXmlPath, type XmlPathResult } from '../../../../../src/core/variables/responses/follow-xml-path.ts';

const assumeRole = `<AssumeRoleResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/">
  <AssumeRoleResult>
    <AssumedRoleUser>
      <AssumedRoleId>AROAEXAMPLE:session</AssumedRoleId>
      <Arn>arn:aws:sts::123456789012:assumed-role/demo/session</Arn>
    </AssumedRoleUser>
    <Credentials>
      <AccessKeyId>ASIAEXAMPLE</AccessKeyId>
      <SecretAccessKey>a+b/c=</SecretAccessKey>
      <SessionToken>token&amp;more</SessionToken>
      <Expiration>2026-11-23T09:00:00Z</Expiration>
    </Credentials>
    <PackedPolicySize>6</PackedPolicySize>
  </AssumeRoleResult>
  <ResponseMetadata><RequestId>c6104cbe-af31-11e0-8154-cbc7ccf896c7</RequestId></ResponseMetadata>
</AssumeRoleResponse>`;
const listTopics = `<ListTopicsResponse xmlns="http://sns.amazonaws.com/doc/2010-03-31/"><ListTopicsResult><Topics>
  <member><TopicArn>arn:aws:sns:eu-central-1:123456789012:one</TopicArn></member>
  <member><TopicArn>arn:aws:sns:eu-central-1:123456789012:two</TopicArn></member>
</Topics></ListTopicsResult></ListTopicsResponse>`;
const acl = `<?xml version="1.0" encoding="UTF-8"?>
<AccessControlPolicy xmlns="http://s3.amazonaws.com/doc/2006-03-01/"><Owner><ID>abc</ID></Owner><AccessControlList><Grant>
<Grantee xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xsi:type="CanonicalUser"><ID>abc</ID></Grantee>
<Permission>FULL_CONTROL</Permission></Grant></AccessControlList></AccessControlPolicy>`;
const list = `<ListBucketResult xmlns="http://s3.amazonaws.com/doc/2006-03-01/"><Name>bucket</Name><IsTruncated>false</IsTruncated>${Array.from(
  { length: 1000 },
  (_, index) => `<Contents><Key>key ${index} &lt;&#252;&gt;</Key><Size>${index}</Size><Owner/></Contents>`,
).join('')}</ListBucketResult>`;
const plain = '<a b="1"><!--c--><d><![CDATA[<x>]]></d><e>1<f>2</f>3</e><g/></a>';

describe('an XPath', () => {
  const cases: [xml: string, path: string, expected: XmlPathResult][] = [
    [assumeRole, '//AssumeRoleResult/Credentials/AccessKeyId', { value: 'ASIAEXAMPLE' }],
    [assumeRole, '/AssumeRoleResponse/AssumeRoleResult/Credentials/SessionToken', { value: 'token&more' }],
    [assumeRole, 'AssumeRoleResponse//SecretAccessKey', { value: 'a+b/c=' }],
    [assumeRole, '//SecretAccessKey/text()', { value: 'a+b/c=' }],
    [assumeRole, 'string(//Arn)', { value: 'arn:aws:sts::123456789012:assumed-role/demo/session' }],
    [assumeRole, 'substring-after(//Arn, "role/")', { value: 'demo/session' }],
    [assumeRole, '//PackedPolicySize + 1', { value: '7' }],
    [assumeRole, '//PackedPolicySize > 5', { value: 'true' }],
    [assumeRole, '//*[local-name()="RequestId"]', { value: 'c6104cbe-af31-11e0-8154-cbc7ccf896c7' }],
    [listTopics, '//TopicArn', { value: 'arn:aws:sns:eu-central-1:123456789012:one' }],
    [listTopics, '//member[2]/TopicArn', { value: 'arn:aws:sns:eu-central-1:123456789012:two' }],
    [listTopics, '//TopicArn[contains(., ":two")]', { value: 'arn:aws:sns:eu-central-1:123456789012:two' }],
    [listTopics, 'count(//member)', { value: '2' }],
    [acl, '//Grantee/@xsi:type', { value: 'CanonicalUser' }],
    [acl, '//Grant/Permission', { value: 'FULL_CONTROL' }],
    [acl, '//Grantee/ID | //Owner/ID', { value: 'abc' }],
    [list, '//Contents[last()]/Key', { value: 'key 999 <ü>' }],
    [list, '//IsTruncated', { value: 'false' }],
    [list, '//Owner', { value: '' }],
    [plain, '/a/@b', { value: '1' }],
    [plain, '//d', { value: '<x>' }],
    [plain, '//e', { value: '1<f>2</f>3' }],
    [plain, '//f/ancestor::*/@b', { value: '1' }],
    [plain, '//comment()', { value: 'c' }],
    [acl, '//Grantee/namespace::xsi', { value: 'http://www.w3.org/2001/XMLSchema-instance' }],
    [plain, '/', { value: plain }],
    ['\n<p:a xmlns:p="u"><p:b>1</p:b></p:a>', '//p:b', { value: '1' }],
    [assumeRole, '//None', { problem: 'path-missing' }],
    [assumeRole, '//AccessKeyId/@none', { problem: 'path-missing' }],
    [assumeRole, '//a[', { problem: 'path-malformed' }],
    [assumeRole, '//other:a', { problem: 'path-malformed' }],
    [assumeRole, 'none()', { problem: 'path-malformed' }],
    [assumeRole, '$variable', { problem: 'path-malformed' }],
    ['{"a":1}', '//a', { problem: 'xml-malformed' }],
    ['', '//a', { problem: 'xml-malformed' }],
    ['<a><b></a>', '//a', { problem: 'xml-malformed' }],
    ['<a/><b/>', '//a', { problem: 'xml-malformed' }],
    ['<a', '//a', { problem: 'xml-malformed' }],
    ['<a>&nbsp;</a>', '//a', { problem: 'xml-malformed' }],
    ['<a b="<"/>', '//a', { problem: 'xml-malformed' }],
  ];
  for (const [xml, path, expected] of cases) {
    it(`${path} in ${xml.slice(0, 25).trim()}`, () => assert.deepEqual(followXmlPath(xml, path), expected));
  }
});

describe('a hostile document', () => {
  const laughs = Array.from({ length: 30 }, (_, index) => `<!ENTITY l${index + 1} "&l${index};&l${index};">`).join('');
  const cases: [name: string, xml: string, expected: XmlPathResult][] = [
    ['billion laughs', `<!DOCTYPE a [<!ENTITY l0 "ha">${laughs}]><a>&l30;</a>`, { problem: 'xml-malformed' }],
    ['laughs in an attribute', `<!DOCTYPE a [<!ENTITY l0 "ha">${laughs}]><a b="&l30;">x</a>`, { problem: 'xml-malformed' }],
    ['a file', '<!DOCTYPE a [<!ENTITY f SYSTEM "file:///etc/passwd">]><a>&f;</a>', { problem: 'xml-malformed' }],
    ['a parameter entity', '<!DOCTYPE a [<!ENTITY % p SYSTEM "http://127.0.0.1:1/p"> %p;]><a>x</a>', { value: 'x' }],
    ['a DTD elsewhere', '<!DOCTYPE a SYSTEM "http://127.0.0.1:1/a.dtd"><a>x</a>', { value: 'x' }],
    ['open elements without an end', '<a>'.repeat(100_000), { problem: 'xml-malformed' }],
    ['great depth', `${'<a>'.repeat(20_000)}${'</a>'.repeat(20_000)}`, { problem: 'xml-too-large' }],
    ['great length', `<a>${'x'.repeat(2 ** 21)}</a>`, { problem: 'xml-too-large' }],
    ['many attributes', `<a ${Array.from({ length: 20_000 }, (_, i) => `b${i}=""`).join(' ')}>x</a>`, { value: 'x' }],
    ['a prototype', '<a xmlns:__proto__="u" __proto__="1"><constructor>1</constructor>x</a>', { problem: 'path-missing' }],
  ];
  for (const [name, xml, expected] of cases) {
    it(`${name} does no harm`, () =>
      assert.deepEqual(followXmlPath(xml, name === 'a prototype' ? '//a/@__proto__[. = "2"] | //none/text()' : '//a'), expected));
  }
});
