import { UserError } from '../../core/errors.ts';
import type { InputPicture } from '../../core/responses/pictures/input-pictures.ts';
import { boxesSvg } from '../../core/responses/pictures/boxes-svg.ts';
import { pictureBoxes } from '../../core/responses/pictures/picture-boxes.ts';
import { pictureSize } from '../../core/responses/pictures/picture-size.ts';
import { imagePreview } from './bodies/open-as.ts';
import { jsonOf, openFile, type ShownResponse } from './shown-response.ts';

/** Shows the pictures of the request in the editor's own preview. @throws {UserError} `picture-missing` */
export async function showInput(shown: ShownResponse): Promise<void> {
  for (const picture of requirePictures(shown)) {
    await openFile(await shown.files.write(nameOf(shown, picture), picture.content.extension, picture.bytes));
  }
}

/** Shows them with boxes around what was found in them. @throws {UserError} `picture-missing`, `boxes-missing` */
export async function showBoxes(shown: ShownResponse): Promise<void> {
  const response = jsonOf(shown.exchange);
  const drawn = requirePictures(shown).flatMap((picture) => {
    const size = pictureSize(picture.bytes);
    const boxes = pictureBoxes(response, picture.member);
    if (size === undefined || boxes.length === 0) return [];
    const type = picture.content.extension === '.png' ? 'image/png' : 'image/jpeg';
    return [{ picture, svg: boxesSvg({ bytes: picture.bytes, type }, size, boxes) }];
  });
  if (drawn.length === 0) {
    throw new UserError({
      code: 'boxes-missing',
      message: 'The response does not say where in the picture something is.',
      remedy:
        'Ask for something that has a position: DetectLabels with labels that have instances, DetectCustomLabels, DetectFaces, DetectText.',
    });
  }
  for (const { picture, svg } of drawn) {
    const path = await shown.files.write(`${nameOf(shown, picture)} boxes`, '.svg', Buffer.from(svg));
    await openFile(path, imagePreview);
  }
}

function requirePictures({ input }: ShownResponse): readonly InputPicture[] {
  if (input?.sent[0] !== undefined) return input.sent;
  const [inS3] = input?.inS3 ?? [];
  throw new UserError({
    code: 'picture-missing',
    message: inS3 === undefined ? 'No picture was sent.' : `No picture was sent: AWS read ${inS3.bucket}/${inS3.key} in S3.`,
    remedy:
      inS3 === undefined
        ? 'Send a request to Rekognition or Textract with a picture as “Bytes”.'
        : 'Send a GET for that object to see it, or send the picture itself as “Bytes”.',
  });
}

/** `DetectLabels input`, `CompareFaces SourceImage`. */
function nameOf({ input }: ShownResponse, { member }: InputPicture): string {
  return `${input?.operation ?? ''} ${(input?.sent.length ?? 0) > 1 ? member : 'input'}`;
}
