import type { Arm, CampaignFacts, Goal } from '../facts/campaign-facts.js';
import { beginOf, lastWatched, windowEnd } from '../facts/window.js';
import {
  newcombeDifference,
  twoProportionPValue,
  welchDifference,
  wilsonInterval,
} from '../statistics/index.js';
import { windowDefinition } from './definitions.js';
import type { ArmFigures, ConversionLift, Experiment, RevenueLift } from './experiment-report.js';
import { revenueOf, sampleOf } from './revenue.js';
import { verdictOf } from './verdict.js';

const level = 0.95;

/** Treated against held out. */
export function experimentOf(facts: CampaignFacts, now: Date): Experiment {
  const { goal } = facts;
  const treated = armOf(facts, 'treated');
  const heldOut = armOf(facts, 'held_out');
  const conversion = goal && conversionLift(treated, heldOut);
  const complete = goal !== null && isOver(facts, goal, now);
  return {
    window: { hours: goal?.windowHours ?? null, complete, definition: windowDefinition },
    treated,
    heldOut,
    conversion,
    revenuePerPerson: revenueLift(facts, treated.assigned, heldOut.assigned),
    verdict: verdictOf({
      started: beginOf(facts) !== null,
      hasGoal: goal !== null,
      complete,
      treated: treated.rate,
      heldOut: heldOut.rate,
      lift: conversion,
    }),
  };
}

/** Every goal window has ended; so it is before the first has begun. */
function isOver(facts: CampaignFacts, goal: Goal, now: Date): boolean {
  if (beginOf(facts) === null) return true;
  const instant = lastWatched(facts);
  return instant !== null && windowEnd({ instant }, goal) < now;
}

function armOf(facts: CampaignFacts, arm: Arm): ArmFigures {
  const assigned = facts.ledger.reduce((n, row) => n + (row.arm === arm ? row.deliveries : 0), 0);
  const converted = facts.conversions.reduce(
    (n, row) => n + (row.arm === arm ? row.contacts : 0),
    0,
  );
  return {
    assigned,
    converted,
    rate: assigned === 0 ? null : converted / assigned,
    interval: wilsonInterval({ count: converted, of: assigned }, level),
    revenue: revenueOf(facts.revenues.filter((row) => row.arm === arm)),
  };
}

function conversionLift(treated: ArmFigures, heldOut: ArmFigures): ConversionLift | null {
  const first = { count: treated.converted, of: treated.assigned };
  const second = { count: heldOut.converted, of: heldOut.assigned };
  const difference = newcombeDifference(first, second, level);
  if (difference === null) return null;
  const pValue = twoProportionPValue(first, second);
  return { ...difference, level, method: 'newcombe_hybrid_score', pValue };
}

function revenueLift(
  { revenues }: CampaignFacts,
  treated: number,
  heldOut: number,
): RevenueLift | null {
  const currency = revenueOf(revenues)[0]?.currency;
  if (currency === undefined) return null;
  const sample = (arm: Arm, assigned: number) =>
    sampleOf(
      revenues.filter((row) => row.arm === arm),
      currency,
      assigned,
    );
  const first = sample('treated', treated);
  const second = sample('held_out', heldOut);
  const difference = welchDifference(first, second, level);
  if (difference === null) return null;
  const { estimate, low, high } = difference;
  return {
    currency,
    treatedMean: first.mean,
    heldOutMean: second.mean,
    estimate,
    low,
    high,
    level,
    method: 'welch',
  };
}
