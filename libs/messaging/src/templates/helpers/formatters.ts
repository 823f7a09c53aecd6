const kept = 300;

/** Keeps formatters, which are slow to make and few in kind. */
export function cached<T>(make: (key: string) => T): (key: string) => T {
  const cache = new Map<string, T>();
  return (key) => {
    let found = cache.get(key);
    if (found === undefined) {
      if (cache.size >= kept) cache.clear();
      found = make(key);
      cache.set(key, found);
    }
    return found;
  };
}
