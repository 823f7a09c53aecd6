export function fingerprint(
  base: string,
  names: string[],
  wanted?: (file: string) => boolean,
): string;

export interface Lock {
  packages: Record<string, { version?: string; optional?: boolean }>;
}

export function isInstalled(lock: Lock, installed: Lock | undefined): boolean;
