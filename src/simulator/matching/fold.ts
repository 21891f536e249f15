/** The form in which texts are compared: NFC, without regard to case, the same in every locale. */
export const fold = (text: string): string => text.normalize('NFC').toLowerCase();
