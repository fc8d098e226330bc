import type { RefusalExplanation } from '../signing/refusals/explain-refusal.ts';

/** What the page says about the request itself, where it is one of ours. */
export interface RefusedRequest {
  readonly title: string;
  readonly profile: string;
  readonly credentialScope: string;
}

/** A refusal as a page of Markdown: the sentence, the cause, AWS's own words. */
export function refusalPage(
  { sentence, cause, code, message, fix, expected, firstDifference }: RefusalExplanation,
  request: RefusedRequest | undefined,
): string {
  const first =
    firstDifference === undefined
      ? ''
      : `${firstDifference.part}${firstDifference.name === '' ? '' : ` ${firstDifference.name}`}`;
  const words = message.replace(/\n\s*The Canonical String for this request[\s\S]*$/, '').trim();
  return [
    `# ${sentence}`,
    '',
    cause,
    '',
    ...(first === '' ? [] : [`- First difference: ${first}`]),
    ...(fix?.kind === 'directive' ? [`- Fix: write \`# @${fix.name} ${fix.value}\` above the request`] : []),
    ...(code === '' ? [] : [`- Code: \`${code}\``]),
    ...(request === undefined
      ? []
      : [`- Request: ${request.title}`, `- Signed by: ${request.profile} for ${request.credentialScope}`]),
    '',
    "## AWS's words",
    '',
    ...words.split('\n').map((line) => `> ${line}`.trimEnd()),
    ...(expected === undefined
      ? []
      : [
          '',
          '## What AWS would have signed',
          '',
          '```text',
          ...expected.canonicalRequest.split('\n'),
          '```',
          '',
          '```text',
          ...expected.stringToSign.split('\n'),
          '```',
        ]),
    '',
  ].join('\n');
}
