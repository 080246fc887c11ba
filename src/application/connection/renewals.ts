/**
 * How often in one call a refused bearer is given up for another: an access token that was refused
 * before its time for one that is earned, and that for the one of the way back.
 */
export const MOST_RENEWALS = 2
