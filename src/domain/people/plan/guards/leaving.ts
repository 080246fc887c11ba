/** What holds back the two things that cannot be taken back: a removal, and an invitation by e-mail. */
import { emailKey } from '../../portal-user.ts'
import { accessStateOf, differingFields } from '../access-state.ts'
import { oneItem, type Judge } from './facts.ts'

export const recordsOwned: Judge = ({ items, input }) =>
  items
    .filter(({ act, userId }) => act === 'remove' && input.fates.get(userId ?? '') !== 'keep')
    .flatMap((item) => {
      const count = input.owned.get(item.userId ?? '')
      if (count === 0) return []
      const words =
        count === undefined
          ? `Nobody knows how many records ${item.email} owns.`
          : `${count} fields of records still name ${item.email}.`
      return [
        oneItem(item, `${words} Say who gets them, or that they stay, before the user is removed.`),
      ]
    })

const DAY_MS = 86_400_000

export const notCooledOff: Judge = ({ items, input, userById }) =>
  items
    .filter(({ act }) => act === 'remove')
    .flatMap((item) => {
      const days = input.settings.coolOffDays
      const stripped = input.leaving.get(item.userId ?? '')?.stripped
      const user = userById.get(item.userId ?? '')
      if (!stripped)
        return [
          oneItem(
            item,
            `The access of ${item.email} was not taken yet: that comes ${days} days before a removal.`,
          ),
        ]
      if (input.now.getTime() < stripped.at.getTime() + days * DAY_MS)
        return [
          oneItem(
            item,
            `The access of ${item.email} was taken less than ${days} days ago. Until then it can be given back.`,
          ),
        ]
      if (user && differingFields(accessStateOf(user), stripped.state, 'without_names').length > 0)
        return [
          oneItem(
            item,
            `${item.email} has access again that Hubward did not give, so nobody is removed.`,
          ),
        ]
      return []
    })

export const welcomeOnce: Judge = ({ items, input }) =>
  items
    .filter(({ welcome, email }) => welcome && input.welcomed.has(emailKey(email)))
    .map((item) =>
      oneItem(
        item,
        `${item.email} was invited by e-mail before; a second invitation is never sent.`,
      ),
    )

/** What cannot be taken back is never done without a person. */
export const removalByItself: Judge = ({ items, input }) =>
  input.byItself === true
    ? items
        .filter(({ act }) => act === 'remove')
        .map((item) =>
          oneItem(
            item,
            `${item.email} would be removed for good, which is done by a person alone: hubward people plan, and apply.`,
          ),
        )
    : []
