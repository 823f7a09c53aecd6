import { addDays, bangkokDay } from './calendar.js';
import {
  otherFirstNames,
  otherLastNames,
  thaiFirstNames,
  thaiLastNames,
  type Name,
} from './names.js';
import type { Person, Said } from './person.js';
import { abroad, places } from './places.js';
import { categories, type Category } from './products.js';
import { Random, Weighted } from './random.js';

const where = new Weighted(places.map(({ weight }) => weight));
const tags: readonly [string, ...string[]] = ['market stall', 'line friend', 'workshop', 'gifts'];
const oldestAge = 78;

/**
 * The customers, in the order of their ids. Each is drawn from a sequence of its own, so that more
 * customers leave those before them as they were; only who shares a telephone hangs on a neighbour.
 */
export function makePeople(seed: string, count: number, now: Date): Person[] {
  const people: Person[] = [];
  for (let number = 1; number <= count; number += 1) {
    const random = new Random(`${seed}/person/${number}`);
    const person = makePerson(random, number, bangkokDay(now));
    const neighbour = people.at(-1);
    if (neighbour?.phone && random.chance(0.02)) moveIn(person, neighbour);
    people.push(person);
  }
  return people;
}

/** Families share a home and its one telephone. */
function moveIn(person: Person, neighbour: Person): void {
  const { phone, lastName, language, timeZone, country, city, province } = neighbour;
  Object.assign(person, { phone, lastName, language, timeZone, country, city, province });
}

function makePerson(random: Random, number: number, today: string): Person {
  const thai = random.chance(0.78);
  const language = thai ? 'th' : 'en';
  const first = thai ? random.pick(thaiFirstNames) : other(random.pick(otherFirstNames));
  const last = thai ? random.pick(thaiLastNames) : other(random.pick(otherLastNames));
  return {
    externalId: `SM-${String(number).padStart(5, '0')}`,
    email: random.chance(0.985) ? address(first, last, number) : null,
    phone: random.chance(0.9) ? fictionalPhone(number) : null,
    firstName: first[language],
    lastName: last[language],
    language: random.chance(0.97) ? language : null,
    ...home(random, language),
    birthDate: random.chance(0.8) ? birthDate(random, today) : null,
    joinedOn: addDays(today, -random.between(1, 1500)),
    newsletter: random.chance(0.7),
    favourites: favourites(random),
    tags: random.chance(0.25) ? [random.pick(tags)] : [],
    consent: { email: said(random, 0.95), sms: said(random, 0.6) },
    suppressed: random.chance(0.006),
    propensity: random.heavyTail(0.9),
  };
}

const other = (en: string): Name => ({ th: en, en });

/** Under `.test` no domain can ever exist (RFC 6761 section 6.2). */
function address(first: Name, last: Name, number: number): string {
  const local = `${first.en}.${last.en}`.toLowerCase().replace(/[^a-z.]/g, '');
  return `${local}.${number}@example.test`;
}

/**
 * Valid for Thai mobiles, yet all in the first 10,000 numbers of the range 080 000: Thailand has set
 * no range aside for stories.
 */
const fictionalPhone = (number: number): string => `+6680000${String(number).padStart(4, '0')}`;

function home(
  random: Random,
  language: 'th' | 'en',
): Pick<Person, 'city' | 'province' | 'country' | 'timeZone'> {
  if (language === 'en' && random.chance(0.06)) return { ...random.pick(abroad), province: null };
  const { city, province } = places[where.draw(random)] ?? places[0]!;
  const [country, timeZone] = ['TH', 'Asia/Bangkok'];
  return { city: city[language], province: province[language], country, timeZone };
}

/** Grown-ups; a few were born on a 29 February. */
function birthDate(random: Random, today: string): string {
  const thisYear = Number(today.slice(0, 4));
  const year = thisYear - random.between(19, oldestAge);
  if (random.chance(0.004)) return `${year - (year % 4)}-02-29`;
  return addDays(`${year}-01-01`, random.between(0, 364));
}

function favourites(random: Random): Category[] {
  const wanted = random.between(0, 3);
  const chosen = new Set<Category>();
  while (chosen.size < wanted) chosen.add(random.pick(categories));
  return [...chosen];
}

function said(random: Random, yes: number): Said {
  if (random.chance(yes)) return 'yes';
  return random.chance(0.45) ? 'no' : 'nothing';
}
