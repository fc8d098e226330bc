import { readForeignFile } from '../../foreign-file.ts';
import { headerValues, type HttpRequest } from '../../http/message.ts';
import { type ResponseContent, responseContent } from '../response-content.ts';

/** A picture that a request carried to Amazon Rekognition or Amazon Textract. */
export interface InputPicture {
  /** The member that contained it: `Image`, `Document`, `SourceImage`. */
  readonly member: string;
  readonly bytes: Uint8Array;
  readonly content: ResponseContent;
}

/** A picture that a request named and AWS fetched from S3 itself. */
export interface PictureInS3 {
  readonly bucket: string;
  readonly key: string;
}

/** The pictures that a request for Rekognition or Textract is about. */
export interface RequestPictures {
  /** For example `DetectLabels`. */
  readonly operation: string;
  readonly sent: readonly InputPicture[];
  readonly inS3: readonly PictureInS3[];
}

/** Bytes; AWS accepts pictures of 5 MB (Rekognition) and 10 MB (Textract), which base64 makes a third longer. */
const longestBody = 15_000_000;

/**
 * The pictures of a request: members with `Bytes` in base64 or an `S3Object`, by
 * https://docs.aws.amazon.com/rekognition/latest/APIReference/API_Image.html and
 * https://docs.aws.amazon.com/textract/latest/dg/API_Document.html. Undefined for requests to other services, and for a body that
 * can no longer be read.
 */
export async function inputPictures({ headers, body }: HttpRequest): Promise<RequestPictures | undefined> {
  const [target = ''] = headerValues(headers, 'x-amz-target');
  const operation = /^(?:RekognitionService|Textract)\.(\w+)$/.exec(target)?.[1];
  if (operation === undefined) return undefined;
  if (!(body instanceof Uint8Array) && body.size > longestBody) return undefined;
  let input: unknown;
  try {
    input = JSON.parse(
      new TextDecoder().decode(body instanceof Uint8Array ? body : await readForeignFile(body.path, { limit: longestBody })),
    );
  } catch {
    return undefined;
  }
  const sent: InputPicture[] = [];
  const inS3: PictureInS3[] = [];
  for (const [member, values] of Object.entries(recordOf(input))) {
    for (const value of Array.isArray(values) ? values : [values]) {
      const { Bytes: base64, S3Object: object } = recordOf(value);
      const { Bucket: bucket, Name: key } = recordOf(object);
      if (typeof bucket === 'string' && typeof key === 'string') inS3.push({ bucket, key });
      if (typeof base64 !== 'string') continue;
      const bytes = Buffer.from(base64, 'base64');
      const content = responseContent([], bytes.subarray(0, 64));
      if (content.kind === 'picture') sent.push({ member, bytes, content });
    }
  }
  return { operation, sent, inS3 };
}

function recordOf(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null ? (value as Readonly<Record<string, unknown>>) : {};
}
