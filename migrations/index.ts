import { Access1764000000001 } from './1764000000001-access.js';
import { Contacts1764000000002 } from './1764000000002-contacts.js';
import { Consent1764000000003 } from './1764000000003-consent.js';
import { Events1764000000004 } from './1764000000004-events.js';
import { Imports1764000000005 } from './1764000000005-imports.js';
import { Segments1764000000006 } from './1764000000006-segments.js';
import { Messages1764000000007 } from './1764000000007-messages.js';
import { Campaigns1764000000008 } from './1764000000008-campaigns.js';
import { Deliveries1764000000009 } from './1764000000009-deliveries.js';
import { Responses1764000000010 } from './1764000000010-responses.js';
import { Competitors1764000000011 } from './1764000000011-competitors.js';
import { Changes1764000000012 } from './1764000000012-changes.js';
import { KeptSegments1764000000013 } from './1764000000013-kept-segments.js';
import { Intake1764000000014 } from './1764000000014-intake.js';
import { Triggers1764000000015 } from './1764000000015-triggers.js';
import { Lists1764000000016 } from './1764000000016-lists.js';
import { Metrics1764000000017 } from './1764000000017-metrics.js';
import { Backtests1764000000018 } from './1764000000018-backtests.js';
import { MessageConditions1764000000019 } from './1764000000019-message-conditions.js';
import { TriggerBacktests1764000000020 } from './1764000000020-trigger-backtests.js';
import { Reminders1764000000021 } from './1764000000021-reminders.js';
import { FeedOfContact1764000000022 } from './1764000000022-feed-of-contact.js';
import { ComparableEvents1764000000023 } from './1764000000023-comparable-events.js';
import { LeanLedger1764000000024 } from './1764000000024-lean-ledger.js';
import { DkimKeys1764000000025 } from './1764000000025-dkim-keys.js';
import { Inbound1764000000030 } from './1764000000030-inbound.js';
import { SendingLimits1764000000031 } from './1764000000031-sending-limits.js';
import { UncertainEnds1764000000032 } from './1764000000032-uncertain-ends.js';
import { SmsParts1764000000040 } from './1764000000040-sms-parts.js';
import { SmsPrices1764000000041 } from './1764000000041-sms-prices.js';
import { SenderRegistration1764000000042 } from './1764000000042-sender-registration.js';
import { Mailbox1764000000050 } from './1764000000050-mailbox.js';
import { InboundNamed1764000000051 } from './1764000000051-inbound-named.js';
import { SendingSwitch1764000000060 } from './1764000000060-sending-switch.js';
import { Guards1764000000061 } from './1764000000061-guards.js';
import { Balance1764000000062 } from './1764000000062-balance.js';
import { DeadLetters1764000000063 } from './1764000000063-dead-letters.js';
import { Seeds1764000000064 } from './1764000000064-seeds.js';
import { PastCampaigns1764000000090 } from './1764000000090-past-campaigns.js';

/** Every migration, oldest first. Listed by hand: a glob would hide a missing one. */
export const migrations = [
  Access1764000000001,
  Contacts1764000000002,
  Consent1764000000003,
  Events1764000000004,
  Imports1764000000005,
  Segments1764000000006,
  Messages1764000000007,
  Campaigns1764000000008,
  Deliveries1764000000009,
  Responses1764000000010,
  Competitors1764000000011,
  Changes1764000000012,
  KeptSegments1764000000013,
  Intake1764000000014,
  Triggers1764000000015,
  Lists1764000000016,
  Metrics1764000000017,
  Backtests1764000000018,
  MessageConditions1764000000019,
  TriggerBacktests1764000000020,
  Reminders1764000000021,
  FeedOfContact1764000000022,
  ComparableEvents1764000000023,
  LeanLedger1764000000024,
  DkimKeys1764000000025,
  Inbound1764000000030,
  SendingLimits1764000000031,
  UncertainEnds1764000000032,
  SmsParts1764000000040,
  SmsPrices1764000000041,
  SenderRegistration1764000000042,
  Mailbox1764000000050,
  InboundNamed1764000000051,
  SendingSwitch1764000000060,
  Guards1764000000061,
  Balance1764000000062,
  DeadLetters1764000000063,
  Seeds1764000000064,
  PastCampaigns1764000000090,
];
