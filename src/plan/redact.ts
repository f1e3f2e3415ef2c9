/** `//user:` and what follows it up to the last @; without one, all that is not a port. */
const IN_AN_ADDRESS = /(\/\/[^\s:@/?#]*:)(?:.*(@)|(?!\d+(?:[\s/?"']|$))[^\s"']+)/g;

const AS_A_SETTING = /(password=)[^\s&"']+/gi;

/** Text of the user's as it may be shown: passwords in it are blotted out. */
export function withoutPasswords(text: string): string {
  return text.replaceAll(IN_AN_ADDRESS, '$1***$2').replaceAll(AS_A_SETTING, '$1***');
}
