import { importRun } from './imports/import.jobs.js';
import { metricScore } from './metrics/metric.jobs.js';

/** Every job of this lib. */
export const contactsJobs = [importRun, metricScore];
