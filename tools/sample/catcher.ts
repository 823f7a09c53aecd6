/** A caught message, as far as customers look at it. */
export interface Letter {
  id: string;
  to: string[];
}

export interface OpenedLetter extends Letter {
  headers: { name: string; value: string }[];
  html: string | null;
}

/** Reads the local catcher through its API. */
export class CatcherClient {
  constructor(private readonly url: string) {}

  /** How many messages of a campaign it holds. */
  async count(campaignId: string): Promise<number> {
    const counts = await this.get<{ email: number; sms: number }>(
      `/api/counts?campaign=${campaignId}`,
    );
    return counts.email + counts.sms;
  }

  /** The newest messages of a campaign, the newest first. */
  async newest(campaignId: string, limit: number): Promise<Letter[]> {
    const path = `/api/messages?campaign=${campaignId}&limit=${limit}`;
    return (await this.get<{ messages: Letter[] }>(path)).messages;
  }

  /** All messages of a campaign. */
  async all(campaignId: string): Promise<Letter[]> {
    const letters: Letter[] = [];
    for (let after: string | null = ''; after !== null;) {
      const page: { messages: Letter[]; next: string | null } = await this.get(
        `/api/messages?campaign=${campaignId}&limit=1000&after=${after}`,
      );
      letters.push(...page.messages);
      after = page.next;
    }
    return letters;
  }

  open(id: string): Promise<OpenedLetter> {
    return this.get(`/api/messages/${id}`);
  }

  private async get<T>(path: string): Promise<T> {
    const response = await fetch(this.url + path);
    if (!response.ok) throw new Error(`The catcher answered GET ${path} with ${response.status}.`);
    return response.json() as Promise<T>;
  }
}
