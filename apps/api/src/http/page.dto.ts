import { ApiProperty } from '@nestjs/swagger';
import { Transform, Type } from 'class-transformer';
import { IsInt, IsOptional, Matches, Max, Min } from 'class-validator';

/** Ids are opaque decimal strings. */
export const idPattern = /^[1-9][0-9]{0,19}$/;

/** `true` and `false` in a query string as what they mean; anything else is left for validation. */
export const QueryBoolean = (): PropertyDecorator =>
  Transform(({ value }: { value: unknown }) =>
    value === 'true' ? true : value === 'false' ? false : value,
  );

/** `?limit=&after=` of every list. */
export class PageQuery {
  @ApiProperty({ required: false, type: 'integer', minimum: 1, maximum: 200, default: 50 })
  @IsOptional()
  @Type(() => Number)
  @IsInt()
  @Min(1)
  @Max(200)
  limit: number = 50;

  @ApiProperty({ required: false, type: 'string', description: 'The `next` of the page before.' })
  @IsOptional()
  @Matches(idPattern, { message: 'after must be the next of the page before' })
  after?: string;
}

/** `/:id` of every single thing. */
export class IdParam {
  @ApiProperty({ type: 'string', pattern: idPattern.source, example: '42' })
  @Matches(idPattern, { message: 'id must be a decimal number without leading zeros' })
  id: string;
}

/** One page of a list. */
export interface Page<T> {
  items: T[];
  /** Give it as `after` for the next page; null on the last one. */
  next: string | null;
}

/**
 * Cuts a page from rows that were read with `limit + 1`, so that the last page says it is the last.
 */
export function toPage<Row extends { id: string }, T>(
  rows: readonly Row[],
  limit: number,
  map: (row: Row) => T,
): Page<T> {
  const shown = rows.slice(0, limit);
  const next = rows.length > limit ? (shown.at(-1)?.id ?? null) : null;
  return { items: shown.map(map), next };
}
