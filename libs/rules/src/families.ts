import { aggregate } from './families/aggregate.js';
import { all } from './families/all.js';
import { any } from './families/any.js';
import { chance } from './families/chance.js';
import { date } from './families/date.js';
import { event } from './families/event.js';
import { everyone } from './families/everyone.js';
import { list } from './families/list.js';
import { message } from './families/message.js';
import { not } from './families/not.js';
import { number } from './families/number.js';
import { occurrence } from './families/occurrence.js';
import { onList } from './families/on-list.js';
import { reach } from './families/reach.js';
import { segment } from './families/segment.js';
import { sequence } from './families/sequence.js';
import { text } from './families/text.js';
import { yesNo } from './families/yes-no.js';
import type { Family } from './family.js';
import type { Kind, Node, Nodes } from './tree.js';

/** Every kind of node and what it means: a kind without a family does not compile. */
export const families: { readonly [K in Kind]: Family<Nodes[K]> } = {
  everyone,
  all,
  any,
  not,
  text,
  number,
  yes_no: yesNo,
  date,
  list,
  event,
  aggregate,
  occurrence,
  sequence,
  segment,
  message,
  reach,
  on_list: onList,
  chance,
};

export const kinds = Object.keys(families) as Kind[];

/** The family of a node; kind and family come from the same row of the table. */
export const familyOf = (node: Node): Family<Node> => families[node.kind];
