/** Reading XML by path as a bundle of its own: it is loaded when the first request refers into an XML answer. */
export { followXmlPath } from '../core/variables/xml-path.ts';
