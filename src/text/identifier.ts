/** A name as an identifier of SQL, in quotes. (Manual 4.1.1) */
export const quotedIdentifier = (name: string): string => `"${name.replaceAll('"', '""')}"`;
