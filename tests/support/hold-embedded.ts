import { startEmbeddedPostgres } from '../../src/adapters/database/embedded/start.ts'

/**
 * A Hubward reduced to its database: starts the embedded PostgreSQL of the folder in its argument,
 * says what came of it in one line of JSON, and holds it until it is ended.
 */
const dataDir = process.argv[2]
if (dataDir === undefined) throw new Error('usage: hold-embedded.ts <data folder>')
try {
  const server = await startEmbeddedPostgres({ dataDir })
  process.once('SIGTERM', () => void server.stop().then(() => process.exit(0)))
  console.log(JSON.stringify({ pid: server.pid(), adopted: server.adopted }))
  setInterval(() => {}, 60_000)
} catch (error) {
  console.log(JSON.stringify({ refusal: error instanceof Error ? error.message : String(error) }))
  process.exitCode = 1
}
