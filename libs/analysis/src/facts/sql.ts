/** Deliveries of the campaign that bounced, as `b`, joined to a delivery `d`. Binds the campaign. */
export const joinBounced = `LEFT JOIN (
  SELECT DISTINCT delivery_id FROM response WHERE campaign_id = ? AND kind = 'bounce'
) b ON b.delivery_id = d.id`;

/** Accepted by the receiving side, and no bounce came back. */
export const isDelivered = `(d.state = 'accepted' AND b.delivery_id IS NULL)`;

/** Every offset from UTC in use is a multiple of a quarter of an hour. */
export const quarterOf = (instant: string): string =>
  `TIMESTAMPDIFF(MINUTE, '1970-01-01', ${instant}) DIV 15`;

/** Counts and sums arrive as text. */
export type Counted<T> = { [K in keyof T]: T[K] extends number | boolean ? string : T[K] };

/** A quarter as it arrives. */
export const quarterFrom = (text: string | number | null): number | null =>
  text === null ? null : Number(text);
