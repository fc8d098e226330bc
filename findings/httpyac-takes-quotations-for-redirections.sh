#!/usr/bin/env bash
# httpyac 6.16.7 takes a line of a body that starts with `>> ` for an instruction to write the response into a file, also where more of
# the body follows: the line is missing from what is sent, and a file of that name appears beside the request. A quotation in a mail or a
# notification is such a line. JetBrains documents the instruction for the place behind a request alone.
#
# Seen: the server receives `Hello` and `Bye`, without the quotation; the file `quoted text` holds the response.
# Exits with 1 if that changes.
set -euo pipefail
directory=$(mktemp -d)
trap 'rm -rf "$directory"' EXIT
cd "$directory"
npm install --silent --no-audit --no-fund --ignore-scripts httpyac@6.16.7 >/dev/null
cat > server.mjs <<'JS'
import { writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
const server = createServer(async (request, response) => {
  let body = '';
  for await (const chunk of request) body += chunk;
  writeFileSync('received', JSON.stringify(body));
  response.end('answer');
  server.close();
});
server.listen(0, '127.0.0.1', () => writeFileSync('port', String(server.address().port)));
JS
node server.mjs &
until [ -s port ]; do sleep 0.1; done
printf 'POST http://127.0.0.1:%s/\nContent-Type: text/plain\n\nHello\n>> quoted text\nBye\n' "$(cat port)" > mail.http
node_modules/.bin/httpyac send mail.http --all --silent >/dev/null
wait
echo "received: $(cat received)"
echo "files: $(ls -m)"
echo "in “quoted text”: $(cat 'quoted text')"
[ "$(cat received)" = '"Hello\nBye"' ] && [ "$(cat 'quoted text')" = answer ]
