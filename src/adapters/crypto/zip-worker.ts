/** The thread in which a ZIP is opened, so that it can be ended. */
import { parentPort, workerData } from 'node:worker_threads'
import { readZip } from './zip-entry.ts'

const { file, passphrase } = workerData as { file: Uint8Array; passphrase: string }
parentPort?.postMessage(await readZip(file, passphrase), [])
