#!/usr/bin/env bash
# RFC 5280 lets a certificate have an empty subject where its alternative names say whose it is (section 4.1.2.6). Node 24.21.0 gives
# `undefined` for `X509Certificate.subject` then, though its documentation and its types promise a string.
#
# Seen: subject undefined (undefined), issuer string, subjectAltName string.
# Exits with 1 if that changes.
set -euo pipefail
directory=$(mktemp -d)
trap 'rm -rf "$directory"' EXIT
cd "$directory"
npm install --silent --no-audit --no-fund node@24.21.0 node-forge@1.4.3 >/dev/null
cat > subject.cjs <<'JS'
const { X509Certificate } = require('node:crypto');
const forge = require('node-forge');
const keys = forge.pki.rsa.generateKeyPair(2048);
const certificate = forge.pki.createCertificate();
certificate.publicKey = keys.publicKey;
certificate.serialNumber = '01';
certificate.validity.notBefore = new Date(Date.now() - 1000);
certificate.validity.notAfter = new Date(Date.now() + 86_400_000);
certificate.setSubject([]);
certificate.setIssuer([{ name: 'commonName', value: 'Example CA' }]);
certificate.setExtensions([{ name: 'subjectAltName', critical: true, altNames: [{ type: 2, value: 'build.example.com' }] }]);
certificate.sign(keys.privateKey, forge.md.sha256.create());
const read = new X509Certificate(forge.pki.certificateToPem(certificate));
console.log(`subject ${read.subject} (${typeof read.subject}), issuer ${typeof read.issuer}, subjectAltName ${typeof read.subjectAltName}`);
process.exitCode = read.subject === undefined && typeof read.subjectAltName === 'string' ? 0 : 1;
JS
node_modules/.bin/node --version
node_modules/.bin/node subject.cjs
