import { ValidateIf } from 'class-validator';

/** May be left out, but is never null: IsOptional would take null for absent. */
export const MayBeAbsent = (): PropertyDecorator =>
  ValidateIf((_: object, value: unknown) => value !== undefined);
