import { partitionOfRegion } from '../../aws/partitions.ts';

/** A request that runs as it is. */
export interface RequestTemplate {
  readonly id: string;
  /** Service and operation. */
  readonly label: string;
  readonly description: string;
  readonly service: string;
  readonly text: string;
}

const json = (
  target: string,
  version: string,
  body: string,
  host: string,
): string => `POST https://${host}.{{region}}.amazonaws.com/
Content-Type: application/x-amz-json-${version}
X-Amz-Target: ${target}

${body}`;

const image = '{ "Image": { "S3Object": { "Bucket": "{{bucket}}", "Name": "{{object}}" } }';
const document = '{ "Document": { "S3Object": { "Bucket": "{{bucket}}", "Name": "{{object}}" } } }';
const inBucket = '@bucket = demo-bucket\n@object = picture.jpg\n';
const objectUrl = 'https://{{bucket}}.s3.{{region}}.amazonaws.com/{{object}}';

const template = (service: string, operation: string, description: string, text: string): RequestTemplate => ({
  id: `${service} ${operation}`,
  label: `${service} · ${operation}`,
  description,
  service,
  text,
});

/** One for every operation that the product is made for. Sources: the API reference of each service. */
export const requestTemplates: readonly RequestTemplate[] = [
  template(
    'STS',
    'GetCallerIdentity',
    'who signs: account and role',
    `### Who am I?
# @name whoami
POST https://sts.{{region}}.amazonaws.com/
Content-Type: application/x-www-form-urlencoded
Accept: application/json

Action=GetCallerIdentity
&Version=2011-06-15
`,
  ),
  template(
    'Rekognition',
    'DetectLabels',
    'what a picture in S3 shows',
    `${inBucket}
### What does the picture show?
# @name labels
${json('RekognitionService.DetectLabels', '1.1', `${image},\n  "MaxLabels": 10, "MinConfidence": 80 }`, 'rekognition')}
`,
  ),
  template(
    'Rekognition',
    'DetectCustomLabels',
    'labels of your own model',
    `${inBucket}@model = arn:aws:rekognition:{{region}}:111122223333:project/demo/version/demo.2026-01-01T00.00.00/1767225600000

### What does your model see in the picture?
${json('RekognitionService.DetectCustomLabels', '1.1', `{ "ProjectVersionArn": "{{model}}",\n  ${image.slice(2)},\n  "MinConfidence": 60 }`, 'rekognition')}
`,
  ),
  template(
    'Lambda',
    'Invoke',
    'a function and its response',
    `@function = demo

### Invoke the function and wait for its response
POST https://lambda.{{region}}.amazonaws.com/2015-03-31/functions/{{%function}}/invocations
Content-Type: application/json
X-Amz-Invocation-Type: RequestResponse
X-Amz-Log-Type: Tail

{ "hello": "world" }
`,
  ),
  template(
    'DynamoDB',
    'GetItem',
    'one item by its key',
    `@table = Orders

### Get the item with this key
${json('DynamoDB_20120810.GetItem', '1.0', '{\n  "TableName": "{{table}}",\n  "Key": { "id": { "S": "1001" } }\n}', 'dynamodb')}
`,
  ),
  template(
    'DynamoDB',
    'PutItem',
    'an item, new or in place of another',
    `@table = Orders

### Put an item
${json('DynamoDB_20120810.PutItem', '1.0', '{\n  "TableName": "{{table}}",\n  "Item": { "id": { "S": "1001" }, "total": { "N": "42" }, "at": { "S": "{{$isoTimestamp}}" } }\n}', 'dynamodb')}
`,
  ),
  template(
    'DynamoDB',
    'Query',
    'the items under one key',
    `@table = Orders

### Query the items under this key
${json(
  'DynamoDB_20120810.Query',
  '1.0',
  '{\n  "TableName": "{{table}}",\n  "KeyConditionExpression": "id = :id",\n  "ExpressionAttributeValues": { ":id": { "S": "1001" } }\n}',
  'dynamodb',
)}
`,
  ),
  template(
    'SNS',
    'Publish',
    'a message to a topic',
    `@topic = arn:aws:sns:{{region}}:111122223333:demo

### Publish a message
POST https://sns.{{region}}.amazonaws.com/
Content-Type: application/x-www-form-urlencoded
Accept: application/json

Action=Publish
&Version=2010-03-31
&TopicArn={{%topic}}
&Subject=Hello
&Message=Hello from an .http file
`,
  ),
  template(
    'Textract',
    'DetectDocumentText',
    'the text of a document in S3',
    `${inBucket}
### Read the text
${json('Textract.DetectDocumentText', '1.1', document, 'textract')}
`,
  ),
  template(
    'Polly',
    'SynthesizeSpeech',
    'text as speech',
    `### Say it
POST https://polly.{{region}}.amazonaws.com/v1/speech
Content-Type: application/json

{ "Text": "Hello from an .http file.", "VoiceId": "Joanna", "OutputFormat": "mp3", "Engine": "neural" }
`,
  ),
  template(
    'Translate',
    'TranslateText',
    'text in another language',
    `### Translate
${json(
  'AWSShineFrontendService_20170701.TranslateText',
  '1.1',
  '{ "Text": "Guten Morgen", "SourceLanguageCode": "auto", "TargetLanguageCode": "en" }',
  'translate',
)}
`,
  ),
  template('S3', 'GetObject', 'an object', `${inBucket}\n### Get the object\nGET ${objectUrl}\n`),
  template(
    'S3',
    'PutObject',
    'an object, its bytes from the text or a file',
    `${inBucket.replace('picture.jpg', 'greetings/hello.json')}
### Put the object. A file instead of text: write "< ./file" as the body.
PUT ${objectUrl}
Content-Type: application/json

{ "greeting": "Hello from an .http file" }
`,
  ),
  template(
    'S3',
    'ListObjectsV2',
    'what is in a bucket',
    `@bucket = demo-bucket

### List up to 100 objects
GET https://{{bucket}}.s3.{{region}}.amazonaws.com/
    ?list-type=2
    &max-keys=100
`,
  ),
  template(
    'S3',
    'Presigned URL',
    'a link to an object that works for 15 minutes',
    `${inBucket}
### A link that works for 15 minutes
# @aws-presign 900
GET ${objectUrl}
`,
  ),
  template(
    'EventBridge',
    'PutEvents',
    'an event to a bus',
    `### Put an event on the default bus
${json(
  'AWSEvents.PutEvents',
  '1.1',
  '{\n  "Entries": [\n    { "Source": "demo.http", "DetailType": "greeting", "Detail": "{ \\"hello\\": \\"world\\" }", "EventBusName": "default" }\n  ]\n}',
  'events',
)}
`,
  ),
];

/** The text of a file with this one request, signed by the active profile for its region and that region's partition. */
export function templateText({ text, label }: RequestTemplate, region: string): string {
  const { id = 'aws', dnsSuffix = 'amazonaws.com' } = partitionOfRegion(region) ?? {};
  const local = text.replaceAll('{{region}}.amazonaws.com', `{{region}}.${dnsSuffix}`).replaceAll('arn:aws:', `arn:${id}:`);
  return `# ${label}
# Signed with the active profile. Another one: write "# @aws-profile name" above the request.

@region = ${region}
${local.startsWith('@') ? '' : '\n'}${local}`;
}
