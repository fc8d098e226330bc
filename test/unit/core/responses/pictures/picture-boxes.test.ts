import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { XMLParser } from 'fast-xml-parser';
import { formatXml } from '../../../../../src/core/responses/format-xml.ts';
import { boxesSvg } from '../../../../../src/core/responses/pictures/boxes-svg.ts';
import { pictureBoxes } from '../../../../../src/core/responses/pictures/picture-boxes.ts';

const BoundingBox = { Left: 0.1, Top: 0.2, Width: 0.3, Height: 0.4 };
const Geometry = { BoundingBox, Polygon: [{ X: 0.1, Y: 0.2 }] };

describe('the boxes of an answer', () => {
  const cases: [what: string, answer: unknown, labels: string[], member?: string][] = [
    [
      'DetectLabels: one for every instance',
      {
        Labels: [
          {
            Name: 'Bicycle',
            Confidence: 90,
            Instances: [{ BoundingBox, Confidence: 99.9 }, { BoundingBox }],
            Parents: [{ Name: 'Vehicle' }],
          },
          { Name: 'Street', Confidence: 87.5, Instances: [] },
        ],
      },
      ['Bicycle 99 %', 'Bicycle 90 %'],
    ],
    ['DetectCustomLabels', { CustomLabels: [{ Name: 'Crack', Confidence: 61.2, Geometry }] }, ['Crack 61 %']],
    [
      'DetectFaces',
      {
        FaceDetails: [
          { BoundingBox, Confidence: 99, Emotions: [{ Type: 'HAPPY', Confidence: 50 }], Landmarks: [{ Type: 'eyeLeft', X: 0 }] },
        ],
      },
      ['Face 99 %'],
    ],
    [
      'DetectText: lines',
      {
        TextDetections: [
          { DetectedText: 'STOP HERE', Type: 'LINE', Confidence: 98, Geometry },
          { DetectedText: 'STOP', Type: 'WORD', Confidence: 98, Geometry },
        ],
      },
      ['STOP HERE 98 %'],
    ],
    [
      'Textract: lines',
      {
        Blocks: [
          { BlockType: 'PAGE', Geometry },
          { BlockType: 'LINE', Text: 'Invoice', Confidence: 97, Geometry },
          { BlockType: 'WORD', Text: 'Invoice', Confidence: 97, Geometry },
        ],
      },
      ['Invoice 97 %'],
    ],
    [
      'RecognizeCelebrities',
      {
        CelebrityFaces: [{ Name: 'Ada', MatchConfidence: 90, Face: { BoundingBox, Confidence: 99 } }],
        UnrecognizedFaces: [{ BoundingBox }],
      },
      ['Ada 90 %', 'other Face'],
    ],
    [
      'DetectProtectiveEquipment',
      {
        Persons: [
          {
            BodyParts: [{ Name: 'HEAD', EquipmentDetections: [{ BoundingBox, Type: 'HEAD_COVER', Confidence: 80 }] }],
            BoundingBox,
          },
        ],
      },
      ['HEAD_COVER 80 %', 'Person'],
    ],
    [
      'CompareFaces: the target',
      {
        SourceImageFace: { BoundingBox, Confidence: 99 },
        FaceMatches: [{ Similarity: 95, Face: { BoundingBox, Confidence: 99 } }],
        UnmatchedFaces: [{ BoundingBox }],
      },
      ['Face 95 %', 'other Face'],
      'TargetImage',
    ],
    [
      'CompareFaces: the source',
      {
        SourceImageFace: { BoundingBox, Confidence: 99 },
        FaceMatches: [{ Similarity: 95, Face: { BoundingBox, Confidence: 99 } }],
      },
      ['Face 99 %'],
      'SourceImage',
    ],
    ['a box that lacks a side', { Labels: [{ Name: 'A', Instances: [{ BoundingBox: { Width: 0.4, Height: 0.3 } }] }] }, []],
    ['no boxes', { Labels: [{ Name: 'Sky' }] }, []],
    ['no answer', undefined, []],
    ['no answer of two faces', null, [], 'SourceImage'],
  ];
  for (const [what, answer, labels, member = 'Image'] of cases) {
    it(what, () => {
      const boxes = pictureBoxes(answer, member);
      assert.deepEqual(
        boxes.map(({ label }) => label),
        labels,
      );
      for (const { left, top, width, height } of boxes) assert.deepEqual([left, top, width, height], [0.1, 0.2, 0.3, 0.4]);
    });
  }
  it('are 500 at most', () => {
    const answer = { Labels: [{ Name: 'Leaf', Instances: Array.from({ length: 700 }, () => ({ BoundingBox })) }] };
    assert.equal(pictureBoxes(answer, 'Image').length, 500);
  });
});

describe('the drawing', () => {
  const draw = (label: string, left = 0.5, top = 0.5): string =>
    boxesSvg({ bytes: Buffer.from('picture'), type: 'image/png' }, { width: 900, height: 450 }, [
      { label, left, top, width: 0.2, height: 0.4 },
    ]);
  const rects = (svg: string): Record<string, string>[] => {
    const parsed = new XMLParser({ ignoreAttributes: false, attributeNamePrefix: '' }).parse(svg) as {
      svg: { g: { rect: Record<string, string>[] } };
    };
    return parsed.svg.g.rect;
  };

  it('holds the picture, and each box in pixels', () => {
    const svg = draw('Bicycle 99 %');
    assert.ok(formatXml(svg), 'it is well formed');
    assert.ok(svg.includes(`href="data:image/png;base64,${Buffer.from('picture').toString('base64')}"`));
    const [box] = rects(svg);
    assert.deepEqual([box?.['x'], box?.['y'], box?.['width'], box?.['height']], ['450', '225', '180', '180']);
  });
  it('keeps labels inside of the picture', () => {
    for (const [left, top] of [
      [0, 0],
      [0.95, 0.01],
      [-0.1, -0.1],
      [0.99, 0.9],
    ] as const) {
      const [, tag] = rects(draw('A rather long label 99 %', left, top));
      assert.ok(Number(tag?.['x']) >= 0 && Number(tag?.['x']) + Number(tag?.['width']) <= 900, JSON.stringify(tag));
      assert.ok(Number(tag?.['y']) >= 0 && Number(tag?.['y']) + Number(tag?.['height']) <= 450, JSON.stringify(tag));
    }
  });
  it('takes every text as a label', () => {
    const svg = draw('<script>alert("1")</script> & \u0007\ud83d\ude00');
    assert.ok(formatXml(svg), 'it is well formed');
    assert.ok(!svg.includes('<script'));
  });
});
