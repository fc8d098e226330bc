import { parentPort } from 'node:worker_threads';
import { searchApart, searchWanted } from '../core/variables/responses/search-apart.ts';
import { followXmlPath as search, type XmlPathResult } from '../core/variables/responses/follow-xml-path.ts';

/** The bundle that evaluates XPath; loaded when the first request refers into an XML response, and again by each search, in its thread. */
export function followXmlPath(xml: string, path: string): Promise<XmlPathResult> {
  return searchApart(import.meta.filename, { xml, path });
}

const wanted = searchWanted();
if (wanted !== undefined) parentPort?.postMessage(search(wanted.xml, wanted.path));
