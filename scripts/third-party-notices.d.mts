export function bundledPackages(inputs: Readonly<Record<string, unknown>>): string[];
export function thirdPartyNotices(folders: readonly string[]): string;
