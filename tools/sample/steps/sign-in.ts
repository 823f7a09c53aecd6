import { ApiError, type ApiClient } from '../client.js';
import type { SampleSettings } from '../settings.js';

/** Logs in as the administrator whom `npm start` has made. */
export async function signIn(api: ApiClient, { admin }: SampleSettings): Promise<void> {
  try {
    await api.logIn(admin.email, admin.password);
  } catch (error) {
    if (!(error instanceof ApiError) || error.status !== 401) throw error;
    throw new Error(
      `${admin.email} cannot log in with the password of this installation. ` +
        'When it was changed, the sample campaign cannot run: start with --no-sample.',
      { cause: error },
    );
  }
}
