/**
 * `//user:` and the text after it up to the last @; without an @, everything that is not a port.
 */
const IN_AN_ADDRESS = /(\/\/[^\s:@/?#]*:)(?:.*(@)|(?!\d+(?:[\s/?"']|$))[^\s"']+)/g;

const AS_A_SETTING = /(password=)[^\s&"']+/gi;

/** User text that is safe to show: `***` replaces passwords. */
export function withoutPasswords(text: string): string {
  return text.replaceAll(IN_AN_ADDRESS, '$1***$2').replaceAll(AS_A_SETTING, '$1***');
}
