/**
 * Every guard: what it holds back, who may let it pass, and the function that judges. Ids stand in
 * refusals, in the audit and in docs/provisioning.md; one that was released keeps its meaning.
 */
import { dayThreshold, halfOfPortal, runThreshold } from './amounts.ts'
import type { Judge } from './facts.ts'
import { notCooledOff, recordsOwned, removalByItself, welcomeOnce } from './leaving.ts'
import { breakGlass, lastSuperAdmins, ownUser, superAdmin } from './protected.ts'
import { killSwitch, staleSnapshot, unsealed } from './reading.ts'
import { shrunkenSource } from './sources.ts'
import { emptiedTeam } from './teams.ts'
import { facetUnread, seatsNotBought, severalPermissionSets, unknownTarget } from './targets.ts'

export interface Guard {
  readonly title: string
  /**
   * Who may let it pass. `second_person`: somebody other than whoever applies. `named_people`: the
   * same, and neither is the operator of the machine, who could be anybody.
   */
  readonly releasedBy: 'nobody' | 'second_person' | 'named_people'
  /** `null`: found while people are matched, not by looking at items. */
  readonly judge: Judge | null
}

export const GUARDS = {
  kill_switch: { title: 'Provisioning was halted', releasedBy: 'nobody', judge: killSwitch },
  unsealed: { title: 'No sealed reading', releasedBy: 'nobody', judge: unsealed },
  stale_snapshot: { title: 'The reading is too old', releasedBy: 'nobody', judge: staleSnapshot },
  last_super_admins: {
    title: 'Too few super admins would be left',
    releasedBy: 'nobody',
    judge: lastSuperAdmins,
  },
  super_admin: { title: 'A super admin is written to', releasedBy: 'nobody', judge: superAdmin },
  own_user: { title: 'A connection works as this user', releasedBy: 'nobody', judge: ownUser },
  break_glass: { title: 'Kept for emergencies', releasedBy: 'nobody', judge: breakGlass },
  run_threshold: { title: 'Too much in one run', releasedBy: 'second_person', judge: runThreshold },
  day_threshold: { title: 'Too much in one day', releasedBy: 'second_person', judge: dayThreshold },
  half_of_portal: {
    title: 'More than half of the portal',
    releasedBy: 'named_people',
    judge: halfOfPortal,
  },
  shrunken_source: {
    title: 'A source sees less than before',
    releasedBy: 'second_person',
    judge: shrunkenSource,
  },
  emptied_team: {
    title: 'A team would lose most of its people',
    releasedBy: 'second_person',
    judge: emptiedTeam,
  },
  ambiguous_match: { title: 'It could be two people', releasedBy: 'nobody', judge: null },
  changed_by_hand: { title: 'Changed in HubSpot meanwhile', releasedBy: 'nobody', judge: null },
  elevated: { title: 'Has access for a while', releasedBy: 'nobody', judge: null },
  facet_unread: {
    title: 'What is assigned cannot be read',
    releasedBy: 'nobody',
    judge: facetUnread,
  },
  unknown_target: {
    title: 'No such permission set, team or seat',
    releasedBy: 'nobody',
    judge: unknownTarget,
  },
  several_permission_sets: {
    title: 'Permission sets would be lost',
    releasedBy: 'nobody',
    judge: severalPermissionSets,
  },
  seats_not_bought: { title: 'No seat is left', releasedBy: 'nobody', judge: seatsNotBought },
  removal_by_itself: {
    title: 'A removal is for a person to let through',
    releasedBy: 'nobody',
    judge: removalByItself,
  },
  records_owned: {
    title: 'Records have an owner to lose',
    releasedBy: 'nobody',
    judge: recordsOwned,
  },
  not_cooled_off: { title: 'Too soon to remove', releasedBy: 'nobody', judge: notCooledOff },
  welcome_once: { title: 'A second invitation', releasedBy: 'nobody', judge: welcomeOnce },
} as const satisfies Record<string, Guard>

export type GuardId = keyof typeof GUARDS
export const GUARD_IDS = Object.keys(GUARDS) as GuardId[]
