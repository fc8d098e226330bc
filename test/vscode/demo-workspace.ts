import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const demo = `# Requests against the local sandbox, which verifies every signature as AWS does, on this machine alone.
# Click "Sign & Send" above a request, or "Sign" to see the signature written into it.

@region = eu-central-1
@bucket = demo-bucket

### Who am I?
# @aws-profile sandbox
POST https://sts.{{region}}.amazonaws.com/
Content-Type: application/x-www-form-urlencoded
Accept: application/json

Action=GetCallerIdentity&Version=2011-06-15

### What is in the bucket? The sandbox has it from the start
GET https://{{bucket}}.s3.{{region}}.amazonaws.com/

### Put an object
PUT https://{{bucket}}.s3.{{region}}.amazonaws.com/greetings/hello%20world.json
Content-Type: application/json

{ "greeting": "Grüß Gott", "from": "an X.509 certificate" }

### Get it back
GET https://{{bucket}}.s3.{{region}}.amazonaws.com/greetings/hello%20world.json

### Any other service: the sandbox echoes what it verified
POST https://dynamodb.{{region}}.amazonaws.com/
Content-Type: application/x-amz-json-1.0
X-Amz-Target: DynamoDB_20120810.GetItem

{
  "TableName": "Orders",
  "Key": { "id": { "S": "1001" } }
}

### Signed for the wrong region: the sandbox refuses in the words of AWS
# @aws-region us-west-1
GET https://{{bucket}}.s3.{{region}}.amazonaws.com/
`;

const settings = { 'awsAuth.sandbox.autoStart': true };

/** Writes the demo workspace anew into `directory`: requests, and the setting that starts the sandbox when the folder opens. */
export function prepareDemoWorkspace(directory: string): void {
  rmSync(directory, { recursive: true, force: true });
  mkdirSync(join(directory, '.vscode'), { recursive: true });
  writeFileSync(join(directory, '.vscode', 'settings.json'), `${JSON.stringify(settings, undefined, 2)}\n`);
  writeFileSync(join(directory, 'demo.http'), demo);
}
