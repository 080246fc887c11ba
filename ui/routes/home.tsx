/** Home: for those who read the organisation how it stands, for everybody else what they may do. */
import { useMay } from '../api/session.ts'
import { OwnAccess } from '../home/own-access.tsx'
import { WholeHouse } from '../home/whole-house.tsx'

export default function HomePage() {
  return useMay('read') ? <WholeHouse /> : <OwnAccess />
}
