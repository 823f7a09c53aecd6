/** ISO 4217 codes, as this machine's locale data knows them. */
const currencies = new Set(Intl.supportedValuesOf('currency'));

/** Whether this is an ISO 4217 code, in upper case. */
export const isCurrency = (code: string): boolean => currencies.has(code);
