import { defineJob } from '#libs/kernel';

/** Works on one import until it is through. */
export const importRun = defineJob<{ importId: string }>('contacts.import-run', { concurrency: 1 });
