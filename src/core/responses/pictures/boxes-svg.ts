import type { PictureBox } from './picture-boxes.ts';
import type { PictureSize } from './picture-size.ts';

/** Colours that can be distinguished on light and on dark pictures; https://jfly.uni-koeln.de/color/ without its black and yellow. */
const colours = ['#e69f00', '#56b4e9', '#009e73', '#d55e00', '#cc79a7', '#0072b2'];

/** A picture with boxes drawn on it, each with its label, as a self-contained SVG document. */
export function boxesSvg(
  picture: { readonly bytes: Uint8Array; readonly type: string },
  { width, height }: PictureSize,
  boxes: readonly PictureBox[],
): string {
  const font = Math.max(9, Math.round(Math.max(width, height) / 45));
  const kinds = [...new Set(boxes.map(kindOf))];
  const drawn = boxes.map((box) => {
    const colour = colours[kinds.indexOf(kindOf(box)) % colours.length] ?? '';
    const [left, top] = [box.left * width, box.top * height];
    // Above its box, or in it if there is no space above; never beyond the right edge.
    const tag = { width: box.label.length * font * 0.6 + font * 0.6, height: font * 1.4 };
    const x = Math.max(0, Math.min(left, width - tag.width));
    const y = top < tag.height ? Math.max(0, top) : top - tag.height;
    return [
      `<rect x="${round(left)}" y="${round(top)}" width="${round(box.width * width)}" height="${round(box.height * height)}" fill="none" stroke="${colour}" stroke-width="${round(font / 6)}"/>`,
      `<rect x="${round(x)}" y="${round(y)}" width="${round(tag.width)}" height="${round(tag.height)}" fill="${colour}"/>`,
      `<text x="${round(x + font * 0.3)}" y="${round(y + font)}" textLength="${round(tag.width - font * 0.6)}">${escape(box.label)}</text>`,
    ].join('');
  });
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}">
<image width="${width}" height="${height}" href="data:${picture.type};base64,${Buffer.from(picture.bytes).toString('base64')}"/>
<g font-family="monospace" font-size="${font}" fill="#000">
${drawn.join('\n')}
</g>
</svg>
`;
}

/** The label without its confidence. */
function kindOf({ label }: PictureBox): string {
  return label.replace(/ \d+ %$/, '');
}

function round(length: number): number {
  return Math.round(length * 10) / 10;
}

function escape(text: string): string {
  // XML does not allow control characters.
  return text
    .replace(/\p{Cc}/gu, ' ')
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;');
}
