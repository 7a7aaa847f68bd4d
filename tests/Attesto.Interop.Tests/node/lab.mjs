// What every script shares: its input (one JSON object on standard input), its answer (one on standard output), and a person at a browser.
import { text } from 'node:stream/consumers';

export const input = JSON.parse(await text(process.stdin));

export const answer = (result) => process.stdout.write(JSON.stringify(result));

/** Follows redirects with the session cookie of `login` until the client's redirect URI is reached; returns that URL. */
export async function browse(url, login) {
  let next = new URL(url);
  for (let hop = 0; hop < 10; hop++) {
    const response = await fetch(next, { redirect: 'manual', headers: login ? { cookie: `login=${login}` } : {} });
    const location = response.headers.get('location');
    if (!location) throw new Error(`${next.pathname} answered ${response.status} and no redirect: ${(await response.text()).slice(0, 500)}`);
    next = new URL(location, next);
    if (`${next.origin}${next.pathname}` === input.redirect_uri) return next;
  }
  throw new Error('too many redirects');
}

/** The private key of the input, for Web Crypto. */
export const signingKey = async (jwk, alg = jwk.alg) => ({
  key: await crypto.subtle.importKey(
    'jwk', { ...jwk, alg: undefined, use: undefined, key_ops: undefined },
    { ES256: { name: 'ECDSA', namedCurve: 'P-256' }, PS256: { name: 'RSA-PSS', hash: 'SHA-256' } }[alg],
    false, ['sign']),
  kid: jwk.kid,
});

/** What fails must fail with this OAuth code; returns it. */
export async function refused(promise) {
  try {
    await promise;
  } catch (fault) {
    return fault.error ?? fault.cause?.error ?? fault.cause?.[0]?.parameters?.error ?? fault.code ?? fault.message;
  }
  throw new Error('expected a refusal, and it succeeded');
}
