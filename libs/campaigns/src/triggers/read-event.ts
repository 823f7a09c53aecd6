import { parse, type EventCondition, type Reader } from '#libs/rules';

/** Conditions on the event, in the rule language itself. */
export function readEvent(
  reader: Reader,
): { event: string; where: EventCondition['where'] } | undefined {
  const event = reader.at('event').string();
  if (event === undefined) return undefined;
  const condition = {
    kind: 'event',
    event,
    operator: 'at_least',
    times: 1,
    ...(reader.at('where').missing ? {} : { where: reader.at('where').json }),
  };
  const rule = parse({ version: 1, where: condition });
  if (!rule.ok) {
    for (const { place, ...error } of rule.error)
      reader.errors.push({ ...error, place: place.replace('/where', reader.place) });
    return undefined;
  }
  const { where } = rule.value;
  return where.kind === 'event' ? { event, where: where.where } : undefined;
}
