/** Preloaded into the product by a test: its clock goes ahead by so many milliseconds, told by environment. */
const ahead = Number(process.env.TEST_CLOCK_AHEAD_MS)
const RealDate = Date

globalThis.Date = class extends RealDate {
  constructor(...given) {
    if (given.length === 0) super(RealDate.now() + ahead)
    else super(...given)
  }

  static now() {
    return RealDate.now() + ahead
  }
}
