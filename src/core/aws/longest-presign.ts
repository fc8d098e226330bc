/** Longest life of a presigned URL in seconds: a week, https://docs.aws.amazon.com/AmazonS3/latest/userguide/using-presigned-url.html */
export const longestPresign = 604_800;
