/** What has changed about a contact; any other number is the event_name.id of something they did. */
export const topics = {
  /** Fields, attributes, tags, lists, consent, suppression; also that there is no such contact any more. */
  person: 0,
  /** Messages to them, and what came back. */
  messages: 65535,
} as const;

/** Contacts are spread over this many shards: nobody judges two changes of one contact at a time. */
export const shardCount = 16;

/** The shard of a contact. */
export const shardOf = (contactId: string): number =>
  Number(BigInt(contactId) % BigInt(shardCount));
