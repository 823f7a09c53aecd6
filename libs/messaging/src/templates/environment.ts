/** What the caller gives for one message. */
export interface RenderContext {
  /** IANA zone in which instants are written. */
  readonly timeZone: string;
  /** ISO 4217; THB when absent. */
  readonly currency?: string;
  /** Address of the open pixel; none in previews. */
  readonly pixelUrl?: string;
  /**
   * The address that stands in the message for the link at `position`, whose own address is `url`.
   * Without it links stay as they are, as in previews.
   */
  readonly link?: (position: number, url: string) => string;
}

/** What helpers see of the message that is being rendered. */
export interface RenderEnv extends RenderContext {
  readonly language: string;
  readonly locale: string;
  /** The rendered preheader, which e-mail carries hidden at its top. */
  preheader: string;
  /** Rounds of loops so far. */
  iterations: number;
}

/** A helper that authors may call. */
export interface HelperDefinition {
  readonly name: string;
  /** Least and most values it takes. */
  readonly takes: readonly [number, number];
  /** Names of its optional settings: `style` in `{{date x style="long"}}`. */
  readonly settings?: readonly string[];
  /** Whether the answer for these values is the same in every message of a language. */
  readonly constant?: (values: readonly unknown[]) => boolean;
  /** Returns a plain value; it is escaped for the place where it stands. */
  call(values: readonly unknown[], settings: Settings, env: RenderEnv): unknown;
}

export type Settings = Readonly<Record<string, unknown>>;

/** A setting as text. */
export function textSetting(settings: Settings, name: string): string | undefined {
  const value = settings[name];
  return typeof value === 'string' && value !== '' ? value : undefined;
}

/** How a value is written where a text is wanted; nothing for what has no text. */
export function textOf(value: unknown): string {
  if (typeof value === 'string') return value;
  if (typeof value === 'number' || typeof value === 'boolean' || typeof value === 'bigint') {
    return String(value);
  }
  return value instanceof Date ? value.toISOString() : '';
}

/** A number, also from a decimal as databases give it; undefined when it is none. */
export function numberOf(value: unknown): number | undefined {
  if (typeof value === 'number') return Number.isFinite(value) ? value : undefined;
  if (typeof value !== 'string' || value.trim() === '') return undefined;
  const number = Number(value);
  return Number.isFinite(number) ? number : undefined;
}

/** Yes or no as `{{#if}}` sees it: nothing, blank text, 0, false and the empty list are no. */
export function truthOf(value: unknown): boolean {
  if (Array.isArray(value)) return value.length > 0;
  return typeof value === 'string' ? value.trim() !== '' : Boolean(value);
}
