/**
 * The sample company and its campaign, through the API alone, as a marketer would do it. Run by
 * `npm start`; see readSettings for the environment. Every step asks first what is there already:
 * started again it goes on where it was stopped, and in the end only prints the report.
 */
import { messageOf } from '#libs/kernel';
import { CatcherClient } from './catcher.js';
import { ApiClient } from './client.js';
import { readSettings } from './settings.js';
import { runSample } from './run-sample.js';

try {
  const settings = readSettings(process.env);
  const api = new ApiClient(settings.apiUrl);
  await runSample(settings, api, new CatcherClient(settings.catcherUrl));
} catch (error) {
  process.stderr.write(`\n  ✗ ${messageOf(error)}\n`);
  process.exitCode = 1;
}
