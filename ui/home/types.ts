/** What Home is told, by the contract. */
import type { Answer, Item } from '../api/endpoints.ts'

export type Overview = Answer<'GET /api/v1/overview'>
export type ConnectionHealth = Overview['connections'][number]
export type Need = Overview['needs'][number]
export type Group = Item<'GET /api/v1/groups'>
