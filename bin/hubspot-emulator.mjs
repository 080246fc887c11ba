#!/usr/bin/env node
// The entry of the emulated portal: makes sure that a Node new enough runs it, then hands over.
import { runOnProjectNode } from './project-node.mjs'

await runOnProjectNode(import.meta.url, () => import('../emulator/cli.ts'))
