// Sign-in for both examples by HTTP Basic authentication: browsers ask for the password and send it with every request of the page.
// Replace it with your own sign-in; the handler only needs a name.

/**
 * @param {Request} request
 * @param {string} operators JSON of names and the SHA-256 (hex) of their passwords: `{"eve":"5e88..."}`. Plain SHA-256 is enough for
 *   long random passwords only: `openssl rand -hex 24`.
 * @returns {Promise<string | undefined>} the name
 */
export async function operatorOf(request, operators) {
  const [, encoded] = /^Basic ([A-Za-z0-9+/=]+)$/.exec(request.headers.get("authorization") ?? "") ?? [];
  if (encoded === undefined) return undefined;
  const [, name, password] = /^([^:]+):(.*)$/s.exec(decode(encoded)) ?? [];
  const known = JSON.parse(operators);
  if (name === undefined || password === undefined || !Object.hasOwn(known, name)) return undefined;
  return isSame(await sha256(password), known[name]) ? name : undefined;
}

/** Makes the browser ask for name and password. */
export function askToSignIn() {
  return new Response("Sign in.\n", { status: 401, headers: { "www-authenticate": 'Basic realm="recall", charset="UTF-8"' } });
}

/** @param {string} base64 */
function decode(base64) {
  try {
    return new TextDecoder().decode(Uint8Array.from(atob(base64), (character) => character.charCodeAt(0)));
  } catch {
    return "";
  }
}

/** @param {string} text */
async function sha256(text) {
  const digest = await crypto.subtle.digest("SHA-256", new TextEncoder().encode(text));
  return Array.from(new Uint8Array(digest), (byte) => byte.toString(16).padStart(2, "0")).join("");
}

/** Compares in constant time. @param {string} one @param {string} other */
function isSame(one, other) {
  let differences = one.length ^ other.length;
  for (let index = 0; index < one.length; index += 1) differences |= one.charCodeAt(index) ^ other.charCodeAt(index % other.length);
  return differences === 0;
}
