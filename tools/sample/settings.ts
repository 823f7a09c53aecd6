/** What `npm start` tells the sample campaign. */
export interface SampleSettings {
  /** Where the API listens, without a trailing slash. */
  apiUrl: string;
  /** What addresses in messages begin with; reached by way of `apiUrl`. */
  publicUrl: string;
  catcherUrl: string;
  reportFile: string;
  admin: { email: string; password: string };
}

type Source = Readonly<Record<string, string | undefined>>;

/** @throws Error that names what is missing */
export function readSettings(source: Source): SampleSettings {
  const text = (name: string): string => {
    const value = source[name]?.trim();
    if (!value) throw new Error(`${name} is not set. The sample campaign is run by \`npm start\`.`);
    return value;
  };
  const url = (name: string): string => text(name).replace(/\/+$/, '');
  return {
    apiUrl: url('SAPHAN_API_URL'),
    publicUrl: url('PUBLIC_URL'),
    catcherUrl: url('SAPHAN_CATCHER_URL'),
    reportFile: text('SAPHAN_REPORT_FILE'),
    admin: { email: text('SAPHAN_ADMIN_EMAIL'), password: text('SAPHAN_ADMIN_PASSWORD') },
  };
}
