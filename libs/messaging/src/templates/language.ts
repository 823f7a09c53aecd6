/**
 * Chooses a variant for someone's language: the exact tag, then its base language (th-TH → th), then
 * the fallback (RFC 4647 §3.4, lookup).
 */
export function chooseLanguage(
  available: readonly string[],
  wanted: string | null | undefined,
  fallback: string,
): string {
  let tag = (wanted ?? '').toLowerCase();
  while (tag !== '') {
    const found = available.find((one) => one.toLowerCase() === tag);
    if (found !== undefined) return found;
    const cut = tag.lastIndexOf('-');
    tag = cut < 0 ? '' : tag.slice(0, cut);
  }
  return fallback;
}

/** Whether it is a well-formed BCP 47 tag. */
export function isLanguageTag(tag: string): boolean {
  try {
    return Intl.getCanonicalLocales(tag).length === 1;
  } catch {
    return false;
  }
}

/**
 * The locale in which values are written. Thai gets the Buddhist calendar; plain English gets the
 * order of days and months that is used in Thailand.
 */
export function localeOf(language: string): string {
  const base = language.toLowerCase();
  if (base === 'th' || base.startsWith('th-')) return 'th-TH-u-ca-buddhist';
  return base === 'en' ? 'en-GB' : language;
}
