/** Lists in a command come apart by blanks or by commas: `a b`, `a,b`. */
export const byComma = (text: string): string[] => text.split(',').filter((one) => one !== '')
