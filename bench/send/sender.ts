import type { ApiClient } from '../../tools/sample/client.js';

/** What a campaign needs beside whom it is for: the organisation, a sender, a template. */
export async function addSender(
  api: ApiClient,
  content: object,
): Promise<{ senderId: string; templateId: string }> {
  await api.put('/v1/organisation', {
    name: 'Example Outfitters',
    address: '1 Example Street, Bangkok 10110',
    phone: '',
    email: 'hello@outfitters.example.test',
    website: 'https://shop.example.test',
  });
  const sender = await api.post<{ id: string }>('/v1/senders', {
    channel: 'email',
    name: 'Example Outfitters',
    address: 'news@outfitters.example.test',
  });
  const template = await api.put<{ id: string }>('/v1/templates', { key: 'bench', content });
  return { senderId: sender.id, templateId: template.id };
}
