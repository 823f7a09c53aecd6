// Adds up what .ci/run saw: node .ci/sum.mjs REPORTS CHECK_EXIT_CODE TEST_EXIT_CODE FAULTS_EXIT_CODE
import { readFileSync } from 'node:fs';
import path from 'node:path';
import process from 'node:process';

const [reports, ...codes] = process.argv.slice(2);
const [checked, tested, played] = codes.map(Number);

/** A report that is missing means that its step broke before it could write one. */
function read(name) {
  try {
    return JSON.parse(readFileSync(path.join(reports, name), 'utf8'));
  } catch {
    return undefined;
  }
}

const check = read('check.json');
const jest = read('jest.json');
const faults = read('faults.json');
const failedChecks = check?.failed ?? 1;
const passed = (jest?.numPassedTests ?? 0) + (faults?.passed ?? 0);
const failedTests = jest ? jest.numFailedTests + jest.numRuntimeErrorTestSuites : 1;
const counted = failedChecks + failedTests + (faults?.failed ?? 1);
// An exit code that says no although every count says yes is a failure all the same.
const failed = counted === 0 && [checked, tested, played].some((code) => code !== 0) ? 1 : counted;

console.log(`${passed} passed, ${failed} failed`);
process.exitCode = failed === 0 ? 0 : 1;
