/** Width and height in pixels, as a picture is shown. */
export interface PictureSize {
  readonly width: number;
  readonly height: number;
}

/**
 * The size of a PNG (https://www.w3.org/TR/png-3/#11IHDR) or JPEG, rotated by its Exif orientation: viewers rotate it, and so
 * does Rekognition before it measures. Undefined for anything else, and for a truncated picture.
 */
export function pictureSize(bytes: Uint8Array): PictureSize | undefined {
  const view = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length);
  const isPng = view.length >= 24 && view.toString('latin1', 0, 8) === '\x89PNG\r\n\x1a\n';
  const size = isPng ? { width: view.readUInt32BE(16), height: view.readUInt32BE(20) } : jpegSize(view);
  return size !== undefined && size.width > 0 && size.height > 0 ? size : undefined;
}

/** Walks from segment to segment up to the frame header, https://www.w3.org/Graphics/JPEG/itu-t81.pdf section B.2.2. */
function jpegSize(view: Buffer): PictureSize | undefined {
  if (view.length < 4 || view.readUInt16BE(0) !== 0xffd8) return undefined;
  let turned = false;
  for (let at = 2; at + 10 <= view.length && view[at] === 0xff; at += 2 + view.readUInt16BE(at + 2)) {
    const marker = view[at + 1] ?? 0;
    const isFrame = marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker);
    if (isFrame) {
      const [height, width] = [view.readUInt16BE(at + 5), view.readUInt16BE(at + 7)];
      return turned ? { width: height, height: width } : { width, height };
    }
    if (marker === 0xe1) turned ||= isTurned(view.subarray(at + 4, at + 2 + view.readUInt16BE(at + 2)));
  }
  return undefined;
}

/** Whether an Exif segment swaps width and height: orientations 5 to 8 of tag 0x0112 in its first directory. */
function isTurned(segment: Buffer): boolean {
  if (segment.toString('latin1', 0, 6) !== 'Exif\0\0') return false;
  const tiff = segment.subarray(6);
  const little = tiff.toString('latin1', 0, 2) === 'II';
  const word = (at: number): number => (at + 2 > tiff.length ? 0 : little ? tiff.readUInt16LE(at) : tiff.readUInt16BE(at));
  if (tiff.length < 8) return false;
  const directory = little ? tiff.readUInt32LE(4) : tiff.readUInt32BE(4);
  for (let entry = 0; entry < word(directory); entry++) {
    const at = directory + 2 + entry * 12;
    if (word(at) === 0x0112) return word(at + 8) >= 5 && word(at + 8) <= 8;
  }
  return false;
}
