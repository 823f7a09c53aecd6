/** Of whom something is asked, and of which events. */
export interface Asked {
  readonly contactIds: readonly string[];
  /** Whether a contact is asked about events of a name, or of all: `*`. */
  readonly about: (contactId: string, event: string) => boolean;
}

/** Contacts of whom the same names are asked. */
interface Part {
  readonly contactIds: readonly string[];
  /** event_name.id */
  readonly nameIds: readonly number[];
}

/** What to read, so that no event is read that nobody asked about: one part for each part of a UNION. */
export function partsOf(
  { contactIds, about }: Asked,
  { names, every }: { readonly names: ReadonlyMap<number, string>; readonly every: boolean },
): Part[] {
  const askedAbout = (event: string) => contactIds.filter((contact) => about(contact, event));
  if (every) {
    const some = askedAbout('*');
    return some.length > 0 ? [{ contactIds: some, nameIds: [] }] : [];
  }
  const ofAll: number[] = [];
  const parts: Part[] = [];
  for (const [id, name] of names) {
    const some = askedAbout(name);
    if (some.length === contactIds.length) ofAll.push(id);
    else if (some.length > 0) parts.push({ contactIds: some, nameIds: [id] });
  }
  return ofAll.length > 0 ? [...parts, { contactIds, nameIds: ofAll }] : parts;
}
