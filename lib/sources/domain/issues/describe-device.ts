/** A device as its user agent tells of it; what is not told is empty. */
export interface DescribedDevice {
  readonly app: string;
  readonly appVersion: string;
  readonly platform: string;
  readonly model: string;
  readonly manufacturer: string;
}

/**
 * Takes a user agent apart: the app before its first blank; in the first parentheses the platform and, after `;`, the
 * model (passive-data-kit.md, 1.5). Android names the maker before the model; what runs iOS is Apple's.
 */
export function describeDevice(userAgent: string): DescribedDevice {
  const [, app = '', appVersion = ''] = /^\s*([^/\s(]+)(?:\/(\S+))?/.exec(userAgent) ?? [];
  const inside = /\(([^)]*)\)/.exec(userAgent)?.[1] ?? '';
  const [platform = '', model = ''] = inside.split(';').map((part) => part.trim());
  return { app, appVersion, platform, model, manufacturer: makerOf(platform, model) };
}

function makerOf(platform: string, model: string): string {
  if (/^(iOS|iPadOS|iPhone|iPad)/.test(platform)) return 'Apple';
  const words = model.split(/\s+/);
  return platform.startsWith('Android') && words.length > 1 ? (words[0] ?? '') : '';
}
