import { Inject, Injectable } from '@nestjs/common';
import { DomainError, type Clock } from '#libs/kernel';
import { CLOCK } from '#libs/platform';
import { parseName } from '../values/index.js';
import { maxListed, type Added, type ContactList } from './list.js';
import { ListRepository } from './list.repository.js';

/** Lists that people keep by hand. They are renamed, never deleted: rules refer to them. */
@Injectable()
export class ListService {
  constructor(
    private readonly repository: ListRepository,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /** In the order of their making, after an id; '0' to begin. */
  list(after: string, limit: number): Promise<ContactList[]> {
    return this.repository.list(after, limit);
  }

  /** @throws DomainError list.not_found */
  async get(id: string): Promise<ContactList & { count: number }> {
    return { ...(await this.find(id)), count: await this.repository.count(id) };
  }

  /** @throws DomainError list.name_invalid, list.name_taken */
  async create(name: string): Promise<ContactList> {
    const id = await this.repository.insert(readName(name), this.clock.now());
    if (id === null) throw nameTaken();
    return this.find(id);
  }

  /** @throws DomainError list.not_found, list.name_invalid, list.name_taken */
  async rename(id: string, name: string): Promise<ContactList> {
    await this.find(id);
    if (!(await this.repository.rename(id, readName(name)))) throw nameTaken();
    return this.find(id);
  }

  /** Puts contacts on it, each at most once. @throws DomainError list.not_found, list.too_many */
  async add(id: string, contactIds: readonly string[]): Promise<Added> {
    await this.find(id);
    return this.repository.add(id, few(contactIds), this.clock.now());
  }

  /**
   * Takes contacts off it.
   * @returns how many were on it.
   * @throws DomainError list.not_found, list.too_many
   */
  async remove(id: string, contactIds: readonly string[]): Promise<number> {
    await this.find(id);
    return this.repository.remove(id, few(contactIds));
  }

  private async find(id: string): Promise<ContactList> {
    const list = await this.repository.find(id);
    if (list) return list;
    throw new DomainError('list.not_found', 'not_found', `There is no list ${id}.`);
  }
}

function readName(text: string): string {
  const name = parseName(text);
  if (name.ok) return name.value;
  throw invalid('/name', 'list.name_invalid', name.error.message);
}

/** Each id once, in one order for everybody: two calls at a time do not wait for each other in a circle. */
function few(contactIds: readonly string[]): string[] {
  const ids = [...new Set(contactIds)].sort();
  if (ids.length > 0 && ids.length <= maxListed) return ids;
  throw invalid('/contactIds', 'list.too_many', `1 to ${maxListed} contacts at a time.`);
}

const invalid = (place: string, code: string, message: string): DomainError =>
  new DomainError(code, 'invalid', message, [{ place, code, message }]);

function nameTaken(): DomainError {
  const [code, message] = ['list.name_taken', 'Another list has this name.'];
  return new DomainError(code, 'conflict', message, [{ place: '/name', code, message }]);
}
