/** Route of the doctor. */
import { examine } from '../../../application/doctor/examine.ts'
import { doctorEndpoints as endpoints } from '../contract/doctor.ts'
import { route } from '../route.ts'

export const doctorRoutes = [
  route(endpoints.examine, async ({ ctx }) => ({
    checks: (await examine(ctx)).map((check) => ({ ...check })),
  })),
]
