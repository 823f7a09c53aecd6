import type { ApiClient } from '../client.js';

const wanted = 'monsoon-sale';

/** Saves every message of the templates folder. @returns the id of the campaign's own */
export async function saveTemplates(api: ApiClient): Promise<string> {
  const { items } = await api.post<{ items: { id: string; key: string }[] }>(
    '/v1/templates/from-folder',
  );
  const found = items.find(({ key }) => key === wanted);
  if (!found) throw new Error(`There is no template ${wanted} in the folder of templates.`);
  return found.id;
}
