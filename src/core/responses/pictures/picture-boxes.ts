/** Something that was found in a picture. All measures are fractions of the picture's width and height, from 0 to 1. */
export interface PictureBox {
  /** What it is, with AWS's confidence: `Bicycle 99 %`. */
  readonly label: string;
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
}

/** The most boxes: more would cover the picture. */
const most = 500;

/**
 * Every `BoundingBox` of a response of Rekognition or Textract with its label in the response, anywhere in it:
 * `Labels[].Instances[]`, `CustomLabels[].Geometry`, `FaceDetails[]`, `TextDetections[].Geometry`, `Blocks[].Geometry`. Of text,
 * only the lines, not the words and the page. https://docs.aws.amazon.com/rekognition/latest/APIReference/API_BoundingBox.html
 *
 * @param response the parsed JSON of the response
 * @param member the member that the picture stood in: in a face comparison the source has boxes of its own
 */
export function pictureBoxes(response: unknown, member: string): PictureBox[] {
  const boxes: PictureBox[] = [];
  const visit = (value: unknown, key: string, outer: string, sure: string): void => {
    if (typeof value !== 'object' || value === null || boxes.length >= most) return;
    if (Array.isArray(value)) {
      for (const item of value) visit(item, key, outer, sure);
      return;
    }
    const own = value as Readonly<Record<string, unknown>>;
    const kind = own['BlockType'] ?? own['Type'];
    if (kind === 'WORD' || kind === 'PAGE') return;
    const named = [own['Name'], own['DetectedText'], own['Text'], kind].find((name) => typeof name === 'string');
    const label = named ?? (outer === '' ? thing(key) : outer);
    const rate = own['Similarity'] ?? own['MatchConfidence'] ?? own['Confidence'];
    // The similarity of a face says more than the confidence that it is one.
    const percent = typeof rate === 'number' && (key !== 'Face' || sure === '') ? ` ${Math.floor(rate)} %` : sure;
    for (const [name, inner] of Object.entries(own)) {
      const box = name === 'BoundingBox' ? boxOf(inner) : undefined;
      if (box !== undefined) boxes.push({ label: label + percent, ...box });
      else if (key !== '' || name !== 'SourceImageFace') visit(inner, name, named ?? outer, percent);
    }
  };
  if (member === 'SourceImage') visit((response as { SourceImageFace?: unknown } | null)?.SourceImageFace, 'Face', '', '');
  else visit(response, '', '', '');
  return boxes;
}

function boxOf(value: unknown): Omit<PictureBox, 'label'> | undefined {
  const { Left: left, Top: top, Width: width, Height: height } = (value ?? {}) as Readonly<Record<string, unknown>>;
  const isBox = typeof left === 'number' && typeof top === 'number' && typeof width === 'number' && typeof height === 'number';
  return isBox ? { left, top, width, height } : undefined;
}

/** `FaceDetails` and `UnmatchedFaces` are faces. */
function thing(key: string): string {
  return key.replace(/(?:Details?|Records?|Matches|s)$/, '').replace(/^(?:Unmatched|Unrecognized)/, 'other ');
}
