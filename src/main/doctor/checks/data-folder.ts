/** The data folder: there, ours, closed to others, with room left. */
import { access, constants, stat, statfs } from 'node:fs/promises'
import { fail, megabytes, ok, passedOver, warn, type Check, type Finding } from '../check.ts'

export const dataFolderCheck: Check = {
  name: 'data_folder',
  title: 'Data folder',
  needs: ['config'],
  look: ({ config }) => lookAtFolder(config?.dataDir ?? '.'),
}

export async function lookAtFolder(folder: string): Promise<Finding> {
  const found = await stat(folder).catch(() => undefined)
  if (!found)
    return passedOver(
      `There is no ${folder}; hubward start or hubward init makes it. Where Hubward ran before, HUBWARD_DATA names another folder.`,
    )
  if (!found.isDirectory())
    return fail(`${folder} is no folder.`, 'Point HUBWARD_DATA to a folder.')
  try {
    await access(folder, constants.R_OK | constants.W_OK | constants.X_OK)
  } catch {
    return fail(
      `${folder} cannot be read and written by this user.`,
      'Give it to the user that Hubward runs as (chown).',
    )
  }
  const mode = found.mode & 0o777
  if (process.platform !== 'win32' && (mode & 0o022) !== 0)
    return fail(
      `${folder} can be changed by others (mode ${mode.toString(8)}).`,
      `chmod 700 "${folder}"`,
    )
  return ok(`${folder} can be read and written.`)
}

/** Below a gigabyte or a twentieth there is time to act; below a fifth of that there is none. */
const LOW = { bytes: 1024 ** 3, share: 0.05 }
const OUT = { bytes: 200 * 1024 ** 2, share: 0.01 }

export const diskCheck: Check = {
  name: 'disk',
  title: 'Disk',
  needs: ['config'],
  async look({ config }) {
    const folder = config?.dataDir ?? '.'
    const space = await statfs(folder).catch(() => statfs('.'))
    return spaceLeft(space.bavail * space.bsize, space.blocks * space.bsize, folder)
  },
}

export function spaceLeft(free: number, all: number, folder: string): Finding {
  const told = `${megabytes(free)} of ${megabytes(all)} are free where ${folder} lies.`
  const below = ({ bytes, share }: typeof LOW): boolean => free < Math.min(bytes, all * share)
  const remedy = 'Make room, or move the data folder to a larger disk: a full one stops every call.'
  if (below(OUT)) return fail(told, remedy)
  return below(LOW) ? warn(told, remedy) : ok(told)
}
