import { execFileSync } from 'node:child_process';
import { existsSync, globSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Browser, chromium } from 'playwright-core';
import { repository, scratch } from './directories.ts';

const flags = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

/** A browser file and what its process needs in its environment. */
interface Executable {
  path: string;
  environment: Record<string, string>;
}

function installedBrowser(): string | undefined {
  const windows = ['ProgramFiles', 'ProgramFiles(x86)', 'LocalAppData'].flatMap((name) => {
    const folder = process.env[name];
    return folder === undefined
      ? []
      : [join(folder, 'Google/Chrome/Application/chrome.exe'), join(folder, 'Microsoft/Edge/Application/msedge.exe')];
  });
  const candidates: Partial<Record<NodeJS.Platform, string[]>> = {
    linux: ['chromium', 'google-chrome', 'google-chrome-stable', 'microsoft-edge'].map((name) => `/usr/bin/${name}`),
    darwin: ['Chromium', 'Google Chrome', 'Microsoft Edge'].map((name) => `/Applications/${name}.app/Contents/MacOS/${name}`),
    win32: windows,
  };
  return candidates[process.platform]?.find((path) => existsSync(path));
}

/** Unpacks the browser that `@sparticuz/chromium` carries (Linux x64), once; into a folder that is renamed when it is whole. */
function unpackBrowser(): string {
  const { version } = JSON.parse(readFileSync(join(repository, 'node_modules/@sparticuz/chromium/package.json'), 'utf8')) as {
    version: string;
  };
  const target = join(scratch, `chromium-${version}`);
  if (existsSync(target)) return target;
  if (process.platform !== 'linux' || process.arch !== 'x64') {
    throw new Error('No Chromium, Chrome or Edge was found. Install one in its usual place, then run this again.');
  }
  const staging = `${target}-${process.pid}`;
  mkdirSync(staging, { recursive: true });
  // The package unpacks into the temporary directory, and its NSS libraries only where it takes the machine for AWS Lambda.
  execFileSync(process.execPath, ['-e', "import('@sparticuz/chromium').then((package_) => package_.default.executablePath())"], {
    cwd: import.meta.dirname,
    env: { ...process.env, TMPDIR: staging, AWS_LAMBDA_JS_RUNTIME: 'nodejs24.x' },
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  try {
    renameSync(staging, target);
  } catch (error) {
    rmSync(staging, { recursive: true, force: true });
    if (!existsSync(target)) throw error;
  }
  return target;
}

function starts(path: string, environment: Record<string, string>): boolean {
  try {
    execFileSync(path, ['--version'], { env: { ...process.env, ...environment }, stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}

/** The machine's own fonts, or on a machine without any the one that the package carries. */
function fontEnvironment(directory: string): Record<string, string> {
  if (existsSync('/etc/fonts/fonts.conf') && globSync('/usr/share/fonts/**/*.{ttf,otf,ttc}').length > 0) return {};
  const file = join(directory, 'fonts.conf');
  writeFileSync(
    file,
    `<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "fonts.dtd"><fontconfig><dir>${directory}/fonts</dir><cachedir>${directory}/fonts-cache</cachedir></fontconfig>`,
  );
  return { FONTCONFIG_FILE: file };
}

function findBrowser(): Executable {
  const installed = installedBrowser();
  if (installed !== undefined) return { path: installed, environment: {} };
  const directory = unpackBrowser();
  const path = join(directory, 'chromium');
  const libraries = {
    LD_LIBRARY_PATH: [join(directory, 'al2023', 'lib'), process.env['LD_LIBRARY_PATH']].filter(Boolean).join(':'),
  };
  // The machine's own NSS and NSPR where it has them: the carried ones may be older than its C library's other users expect.
  return { path, environment: { ...(starts(path, {}) ? {} : libraries), ...fontEnvironment(directory) } };
}

/**
 * Starts a headless Chromium: the machine's own where there is one, else the one from the npm registry.
 *
 * @throws {Error} when there is neither, or it does not start.
 */
export async function launchChromium(): Promise<Browser> {
  const { path, environment } = findBrowser();
  return chromium.launch({
    executablePath: path,
    args: flags,
    env: { ...process.env, ...environment },
  });
}
