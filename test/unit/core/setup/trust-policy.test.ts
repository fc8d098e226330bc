import assert from 'node:assert/strict';
import { GeneralName } from '@peculiar/asn1-x509';
import { before, suite, test } from 'node:test';
import { checkIdentity } from '../../../../src/core/certificates/checks/check-identity.ts';
import type { Identity } from '../../../../src/core/certificates/identity.ts';
import { createDevelopmentAuthority, issueEndEntity } from '../../../../src/core/certificates/issue.ts';
import { sessionTags } from '../../../../src/core/certificates/session-tags.ts';
import { trustPolicyPage } from '../../../../src/core/setup/trust-policy-page.ts';
import { trustPolicy } from '../../../../src/core/setup/trust-policy.ts';
import { type Changes, nameOf, withLeaf } from '../certificates/odd-certificate.ts';

const [CN, O, OU, serialNumber, UID] = ['2.5.4.3', '2.5.4.10', '2.5.4.11', '2.5.4.5', '0.9.2342.19200300.100.1.1'] as const;
const trustAnchorArn = 'arn:aws:rolesanywhere:eu-central-1:111122223333:trust-anchor/1234';
const profile = {
  trustAnchorArn,
  profileArn: 'arn:aws:rolesanywhere:eu-central-1:111122223333:profile/5678',
  roleArn: 'arn:aws:iam::111122223333:role/build',
};
const validity = { notBefore: new Date(Date.now() - 60_000), notAfter: new Date(Date.now() + 90 * 86_400_000) };
let authority: Identity;
let plain: Identity;
before(async () => {
  authority = await createDevelopmentAuthority({ commonName: 'Example CA', ...validity });
  plain = await issueEndEntity(authority, { commonName: 'build-7', ...validity });
});

/** A certificate, and what the policy is to ask for besides the trust anchor. */
interface Case {
  readonly title: string;
  readonly changes: Changes;
  readonly asked: Readonly<Record<string, string>>;
  /** The tag that the page and the check must name as dropped. */
  readonly lost?: string;
  /** Whether the page must warn that others get in. */
  readonly letsOthersIn?: 'some' | 'all';
}

const dns = (...names: string[]): GeneralName[] => names.map((dNSName) => new GeneralName({ dNSName }));

const cases: Case[] = [
  { title: 'a common name', changes: {}, asked: { 'x509Subject/CN': 'build-7' } },
  {
    title: 'several common names, joined in the order of the certificate',
    changes: { subject: nameOf([CN, 'Users'], [OU, 'Staff'], [CN, 'Jane Doe']) },
    asked: { 'x509Subject/CN': 'Users/Jane Doe' },
  },
  {
    title: 'a comma in the common name, and an organisation',
    changes: { subject: nameOf([O, 'Corp'], [CN, 'Doe, Jane']) },
    asked: { 'x509Subject/O': 'Corp' },
    lost: 'x509Subject/CN',
    letsOthersIn: 'some',
  },
  {
    title: 'a comma in one of two common names',
    changes: { subject: nameOf([O, 'Corp'], [OU, 'Staff'], [CN, 'Users'], [CN, 'Doe, Jane']) },
    asked: { 'x509Subject/O': 'Corp', 'x509Subject/OU': 'Staff' },
    lost: 'x509Subject/CN',
    letsOthersIn: 'some',
  },
  {
    title: 'parentheses in the common name, and a serial number',
    changes: { subject: nameOf([O, 'Corp'], [CN, 'John M. Smith (EMP12345)'], [serialNumber, 'EMP12345']) },
    asked: { 'x509Subject/serialNumber': 'EMP12345' },
    lost: 'x509Subject/CN',
  },
  {
    title: 'parentheses in the common name, and a user id',
    changes: { subject: nameOf([CN, 'John (7)'], [UID, 'john']) },
    asked: { 'x509Subject/UID': 'john' },
    lost: 'x509Subject/CN',
  },
  {
    title: 'a star in the common name, and an alternative name',
    changes: { subject: nameOf([CN, '*.example.com']), alternativeNames: dns('a.example.com', 'b.example.com') },
    asked: { 'x509SAN/DNS': 'a.example.com' },
    lost: 'x509Subject/CN',
  },
  {
    title: 'a star in the first alternative name too, which is the only one that becomes a tag',
    changes: { subject: nameOf([O, 'Corp'], [CN, 'J (7)']), alternativeNames: dns('*.corp.example', 'b.corp.example') },
    asked: { 'x509Subject/O': 'Corp' },
    lost: 'x509SAN/DNS',
    letsOthersIn: 'some',
  },
  {
    title: 'nothing but a common name that cannot be asked for',
    changes: { subject: nameOf([CN, 'Doe, Jane']) },
    asked: {},
    lost: 'x509Subject/CN',
    letsOthersIn: 'all',
  },
  {
    title: 'a common name that is too long',
    changes: { subject: nameOf([CN, 'x'.repeat(257)]) },
    asked: {},
    lost: 'x509Subject/CN',
    letsOthersIn: 'all',
  },
  {
    title: 'a common name with a line break that would end a comment',
    changes: { subject: nameOf([CN, 'x\n"Action": "*"']) },
    asked: {},
    lost: 'x509Subject/CN',
    letsOthersIn: 'all',
  },
  {
    title: 'no common name',
    changes: { subject: nameOf([O, 'Corp']) },
    asked: { 'x509Subject/O': 'Corp' },
    letsOthersIn: 'some',
  },
  { title: 'an empty common name', changes: { subject: nameOf([CN, '']) }, asked: {}, letsOthersIn: 'all' },
];

test('what a repository writes into a profile does not end the comment that it stands in', () => {
  const hostile = '\n{ "Effect": "Allow" }\u2028// x';
  const { tags } = sessionTags(plain.leaf);
  const page = trustPolicyPage({
    name: `build${hostile}`,
    profile: { ...profile, roleArn: `${profile.roleArn}${hostile}`, profileArn: `${profile.profileArn}${hostile}` },
    tags: { tags },
  });
  const json = page.split(/[\n\u2028]/).filter((line) => !line.startsWith('//'));
  assert.deepEqual(JSON.parse(json.join('\n')), trustPolicy({ trustAnchorArn, tags }));
});

suite('the policy asks for what the certificate will be tagged with, and says where it cannot', () => {
  for (const { title, changes, asked, lost, letsOthersIn } of cases) {
    test(title, () => {
      const identity = withLeaf(plain, authority.key, changes);
      const { tags } = sessionTags(identity.leaf);
      const [statement] = trustPolicy({ trustAnchorArn, tags }).Statement;
      const expected = Object.fromEntries(Object.entries(asked).map(([key, value]) => [`aws:PrincipalTag/${key}`, value]));
      assert.deepEqual(statement, {
        Effect: 'Allow',
        Principal: { Service: 'rolesanywhere.amazonaws.com' },
        Action: ['sts:AssumeRole', 'sts:SetSourceIdentity', 'sts:TagSession'],
        Condition: {
          ArnEquals: { 'aws:SourceArn': trustAnchorArn },
          ...(Object.keys(asked).length > 0 && { StringEquals: expected }),
        },
      });
      // Each is a tag that the preview shows as kept, with the very value.
      for (const [key, value] of Object.entries(asked)) {
        assert.ok(tags.some((tag) => tag.key === key && tag.value === value && tag.dropped === undefined));
      }

      const page = trustPolicyPage({ name: 'build', profile, tags: { tags } });
      const lines = page.split('\n');
      const comments = lines
        .filter((line) => line.startsWith('//'))
        .join(' ')
        .replaceAll(' // ', ' ');
      const json = lines.filter((line) => !line.startsWith('//')).join('\n');
      assert.deepEqual(JSON.parse(json), trustPolicy({ trustAnchorArn, tags }));
      assert.equal(lost !== undefined, comments.includes('AWS drops this session tag'), page);
      assert.ok(lost === undefined || comments.includes(lost), page);
      assert.equal(letsOthersIn === 'all', comments.includes('EVERY certificate'), page);
      assert.equal(letsOthersIn === 'some', comments.includes('other certificates of the trust anchor'), page);

      const finding = checkIdentity(identity, new Date()).find(({ rule }) => rule === 'name-in-tags');
      assert.ok(finding !== undefined);
      assert.equal(finding.outcome, lost === undefined ? 'pass' : 'warning');
      for (const [key, value] of Object.entries(asked)) {
        assert.ok(`${finding.message} ${finding.remedy ?? ''}`.includes(`${key} “${value}”`), JSON.stringify(finding));
      }
    });
  }
});
