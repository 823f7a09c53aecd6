export function readInstallation(dir: string): string;
