/**
 * How often in one call a refused bearer is given up for another: an access token that was refused
 * before its time for one that is earned, and that for the one of the way back.
 */
export const MOST_RENEWALS = 2

/**
 * HubSpot refuses well tokens for a moment now and then: what a credential is given up for, or a
 * connection stopped, is asked a second time so much later.
 */
export const AGAIN_MS = 1_500
