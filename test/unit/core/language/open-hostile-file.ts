// What the editor does with a file that is opened, as a process of its own whose memory is limited: node open-hostile-file.ts NAME
import { parseHttpFile } from '../../../../src/core/http-file/parse.ts';
import { fileExists } from '../../../../src/core/language/file-exists.ts';
import { findFindings } from '../../../../src/core/language/findings.ts';
import { variableValue } from '../../../../src/core/language/hover/variable-value.ts';
import { addresseeOf, isAwsRequest } from '../../../../src/core/requests/is-aws-request.ts';
import { laterResponses } from '../../../../src/core/variables/responses/response-variables.ts';
import { readEnvironments } from '../../../../src/core/variables/environments/environments.ts';
import { requestSources } from '../../../../src/core/variables/request-sources.ts';
import { hostileFiles, inFolder } from './hostile-files.ts';

const hostile = hostileFiles[process.argv[2] ?? '']?.();
if (hostile === undefined) throw new Error('There is no such file.');
await inFolder(hostile, async (directory) => {
  const { text } = hostile;
  const file = parseHttpFile(text);
  const environments = await readEnvironments({ directory });
  const chosen = environments.variables('e');
  for (const request of file.requests) addresseeOf(request, file, chosen);
  const findings = await findFindings(file, {
    text,
    environments,
    environment: 'e',
    environmentFirst: true,
    profileNames: ['ci'],
    activeProfile: 'ci',
    expiredProfile: () => undefined,
    fileExists: (path) => fileExists(directory, path),
    isOurs: () => true,
    isAws: (request) => isAwsRequest(request, file, chosen),
  });
  const [request] = file.requests;
  if (request === undefined) throw new Error('It holds no request.');
  const sources = requestSources({
    ...{ file, request, directory, environment: 'e', environmentFirst: true, ask: undefined },
    environments: () => Promise.resolve(environments),
    responses: laterResponses(new Set(), ''),
  });
  const names = ['v0', 'w0', 't0', 'a', 'b0', 'c0', 'nowhere', '$dotenv %v0'];
  for (const name of names) {
    await variableValue(name, { file, ...sources, environments, environment: 'e', environmentFirst: true, request });
  }
  console.log(`${findings.length} findings`);
});
