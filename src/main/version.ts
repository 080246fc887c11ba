/** Of this release. A pin holds it equal to `package.json`, which is not shipped with the bundle. */
export const VERSION = '0.1.0'
