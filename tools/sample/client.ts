/** The API refused or failed; the message holds its own words and code. */
export class ApiError extends Error {
  constructor(
    readonly status: number,
    readonly code: string,
    message: string,
  ) {
    super(message);
    this.name = 'ApiError';
  }
}

/** RFC 9457, as far as it is read here. */
interface Problem {
  code?: string;
  title?: string;
  detail?: string;
  errors?: { place?: string; message?: string }[];
}

/** A client of the API that is logged in by its session cookie, as a browser would be. */
export class ApiClient {
  private cookie = '';

  /** @param url where the API listens, without a trailing slash */
  constructor(readonly url: string) {}

  /** @throws ApiError when the password is wrong */
  async logIn(email: string, password: string): Promise<void> {
    const response = await this.send('POST', '/v1/session', JSON.stringify({ email, password }));
    this.cookie = response.headers
      .getSetCookie()
      .map((cookie) => cookie.split(';', 1)[0])
      .join('; ');
  }

  get<T>(path: string): Promise<T> {
    return this.call<T>('GET', path);
  }

  post<T>(path: string, body: object = {}): Promise<T> {
    return this.call<T>('POST', path, JSON.stringify(body));
  }

  put<T>(path: string, body: object): Promise<T> {
    return this.call<T>('PUT', path, JSON.stringify(body));
  }

  /** Uploads a file as it is. */
  putFile<T>(path: string, content: string): Promise<T> {
    return this.call<T>('PUT', path, content, 'text/csv');
  }

  /** Every row of a list that comes in pages. */
  async *each<T>(path: string): AsyncGenerator<T> {
    for (let after: string | null = ''; after !== null;) {
      const url = new URL(path, 'http://path');
      url.searchParams.set('limit', '200');
      if (after) url.searchParams.set('after', after);
      const page: { items: T[]; next?: string | null } = await this.get(url.pathname + url.search);
      yield* page.items;
      after = page.next ?? null;
    }
  }

  /** The first row that fits. */
  async find<T>(path: string, fits: (row: T) => boolean): Promise<T | undefined> {
    for await (const row of this.each<T>(path)) if (fits(row)) return row;
    return undefined;
  }

  /** What came back, parsed; undefined when there is nothing to say (204). */
  private async call<T>(method: string, path: string, body?: string, type?: string): Promise<T> {
    const text = await (await this.send(method, path, body, type)).text();
    return (text ? JSON.parse(text) : undefined) as T;
  }

  private async send(
    method: string,
    path: string,
    body?: string,
    type = 'application/json',
  ): Promise<Response> {
    // A session may change things only from pages of the API's own origin.
    const headers: Record<string, string> = { origin: this.url };
    if (this.cookie) headers.cookie = this.cookie;
    if (body !== undefined) headers['content-type'] = type;
    const response = await fetch(this.url + path, { method, headers, body });
    if (response.ok) return response;
    throw await errorOf(response, `${method} ${path}`);
  }
}

async function errorOf(response: Response, what: string): Promise<ApiError> {
  const text = await response.text();
  const problem = readProblem(text);
  const places = (problem.errors ?? []).map(
    ({ place, message }) => `${place ?? ''}: ${message ?? ''}`,
  );
  const said = [problem.detail ?? problem.title ?? text.slice(0, 300), ...places].join('\n    ');
  const code = problem.code ?? 'http';
  return new ApiError(
    response.status,
    code,
    `${what} was answered ${response.status} ${code}: ${said}`,
  );
}

function readProblem(text: string): Problem {
  try {
    return JSON.parse(text) as Problem;
  } catch {
    return {};
  }
}
