import { staticProfile } from '../../../fakes/sample-profiles.ts';

const id = staticProfile.accessKeyId;
const sts = 'GET https://sts.eu-central-1.amazonaws.com/';

/** What is written wrong, with the code, the place and the line that the error proposes. */
export const refusedSyntax: readonly (readonly [text: string, expected: string])[] = [
  [`# @aws-profile: ci\n${sts}`, 'directive-unknown 1:1 # @aws-profile ci'],
  [`// @AWS-Profile ci\n${sts}`, 'directive-unknown 1:1 # @aws-profile ci'],
  [`# @aws_region = eu-west-1\n${sts}`, 'directive-unknown 1:1 # @aws-region eu-west-1'],
  [`${sts}\n# @awsService sts\nAccept: */*`, 'directive-unknown 2:1 # @aws-service sts'],
  [`# @aws profile ci\n${sts}`, 'directive-unknown 1:1 # @aws-profile ci'],
  [`# @aws-profil ci\n${sts}`, 'directive-unknown 1:1'],
  [`# @aws_profile ci\n### one\n${sts}`, 'directive-unknown 1:1 # @aws-profile ci'],
  [`# @aws-reigon eu-west-1\n### one\n${sts}`, 'directive-unknown 1:1'],
  [`### @aws-profile ci\n${sts}`, 'directive-misplaced 1:1'],
  [`${sts}\n\n# @aws-profile ci`, 'directive-misplaced 3:1'],
  [`POST ${sts.slice(4)}\n\nbody\n# @awsProfile ci\n`, 'directive-misplaced 4:1'],
  [`curl ${sts.slice(4)}\n# @aws-profile ci`, 'directive-misplaced 2:1'],
  [`POST ${sts.slice(4)}\n\n{{\nexports.a = 1`, 'script-unclosed 3:1'],
  [`${sts}\n{{@request\nAccept: */*`, 'script-unclosed 2:1'],
  [`${sts}\n/* x */ Accept: */*`, 'comment-malformed 2:1'],
  [`${sts}\nX-A: b\n/* x\nAccept: text/plain`, 'comment-malformed 3:1'],
  [`${sts}\n Authorization: AWS AKID secret\n token: T`, 'header-malformed 3:1'],
  [`${sts}\nAuthorization: AWS AKID secret\n token : T`, 'aws-authorization-malformed 2:1'],
  [`${sts}\nProxy-Authorization: AWS AKID secret`, 'aws-authorization-misplaced 2:1'],
  [`${sts}\nAuthorisation: AWS AKID secret`, 'aws-authorization-misplaced 2:1'],
  [`${sts}\nX-Authorization-2: aws AKID secret`, 'aws-authorization-misplaced 2:1'],
  [`@keys = AWS ${id} secret us-east-1 s3\n${sts}\nX-Auth: {{keys}}`, 'aws-authorization-misplaced 3:1'],
  [`@keys = AWS minio ${'k'.repeat(40)}\n${sts}\nX-Auth: {{keys}}`, 'aws-authorization-misplaced 3:1'],
  [`${sts}\nX-Amz-Meta-Owner: aws ${id}`, 'aws-authorization-misplaced 2:1'],
  [`${sts}\nAuthorization: AWS accessKey:AKID secretKey:secret`, 'aws-authorization-malformed 2:1'],
  [`${sts}\nAuthorization: AWS profile:keys 2`, 'aws-authorization-malformed 2:1'],
  [`${sts}\n...defaultHeaders\nAccept: */*`, 'header-malformed 2:1'],
  [`${sts}\n{{ exports.a = 1 }}\nAccept: */*`, 'header-malformed 2:1'],
  [`${sts}\nAuthorization: AWSX AKID secret`, 'authorization-foreign'],
  [`# @aws-profile ""\n${sts}`, 'directive-value-missing 1:1'],
  [`${sts}{{$random.integer(5, 1)}}`, 'variable-unreadable 1:44'],
  [`${sts}{{$random.name}}`, 'variable-unreadable 1:44'],
  [`${sts}{{$env.NONE}}`, 'variable-unreadable 1:44'],
  [`${sts}{{$aadToken}}`, 'variable-unknown 1:44'],
  [`${sts}{{login.response.body.$..a[?(@.token)]}}`, 'variable-unreadable 1:44'],
  [`${sts}{{login.response.body.$..nothing}}`, 'variable-unreadable 1:44'],
];
