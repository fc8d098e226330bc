import { bundleOf } from '../../../core/certificates/conversion/bundle-of.ts';
import { inspectionMarkdown } from '../../../core/certificates/inspection/inspection-markdown.ts';
import type { Container } from '../../../core/certificates/read-container.ts';
import type { FileTarget, ProfileTarget } from '../../../platform/contributions.ts';
import type { CertificatePorts } from '../certificate-ports.ts';
import { chooseIdentity } from '../choose-identity.ts';
import { chooseSource } from '../choose-files.ts';
import { openFile } from '../open-file.ts';

/** Shows the content of a file, or of a profile's files, as a readable document, without private keys. */
export async function inspectCertificate(ports: CertificatePorts, target: FileTarget | ProfileTarget | undefined): Promise<void> {
  const source = await chooseSource(ports, target, 'Certificate to inspect');
  if (source === undefined) return;
  const containers: Container[] = [];
  for (const path of source.paths) {
    const title = `Inspect ${source.label}`;
    const opened = await openFile(path, { title, password: source.password, wantKey: false });
    if (opened === undefined) return;
    containers.push(opened.container);
  }
  const [first, ...others] = containers;
  if (first === undefined) return;
  const now = new Date();
  if (others.length === 0) {
    await ports.documents.show(source.label, source.paths.join('\n'), inspectionMarkdown(first, now));
    return;
  }
  const { leaf, chain, others: rest = [] } = await bundleOf(containers, chooseIdentity);
  await ports.documents.show(source.label, source.paths.join('\n'), inspectionMarkdown([leaf, ...chain, ...rest], now));
}
