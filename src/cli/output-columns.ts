const MOST = 100;

/** So many cells a line of text may take: those of the terminal, 80 where there is none, and never more than are read with ease. */
export const outputColumns = (): number => Math.min(process.stdout.columns > 0 ? process.stdout.columns : 80, MOST);
