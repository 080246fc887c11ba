#!/usr/bin/env node
// The entry of the command: makes sure that a Node new enough runs it, then hands over.
import { runOnProjectNode } from './project-node.mjs'

await runOnProjectNode(import.meta.url, () => import('../src/main/cli.ts'))
