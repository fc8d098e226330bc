#!/usr/bin/env bash
# httpyac 6.16.7 makes all that stands behind a URL a part of it, unless it reads ` HTTP/…`: a comment, or a bare `HTTP`. What comes before
# a `#` goes out, blanks and all, so that a PUT of S3 makes another key.
#
# Seen: `GET /key # the old one` asks for `/key%20`, and `GET /key HTTP` for `/key%20HTTP`; both end with success.
# Exits with 1 if that changes.
set -euo pipefail
directory=$(mktemp -d)
trap 'rm -rf "$directory"' EXIT
cd "$directory"
npm install --silent --no-audit --no-fund --ignore-scripts httpyac@6.16.7 >/dev/null
cat > server.mjs <<'JS'
import { appendFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
const server = createServer((request, response) => {
  appendFileSync('received', `${request.url}\n`);
  response.end();
});
server.listen(0, '127.0.0.1', () => writeFileSync('port', String(server.address().port)));
JS
node server.mjs &
server=$!
trap 'kill "$server" 2>/dev/null; rm -rf "$directory"' EXIT
until [ -s port ]; do sleep 0.1; done
base="http://127.0.0.1:$(cat port)"
printf 'GET %s/key # the old one\n\n###\nGET %s/key HTTP\n' "$base" "$base" > requests.http
node_modules/.bin/httpyac send requests.http --all --silent >/dev/null
cat received
[ "$(cat received)" = "$(printf '/key%%20\n/key%%20HTTP')" ]
