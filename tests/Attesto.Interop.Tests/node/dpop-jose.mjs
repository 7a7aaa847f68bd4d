// The packages dpop and jose by themselves: hand-made proofs at the token endpoint and at an API, nonces obeyed, replays refused.
import * as DPoP from 'dpop';
import * as jose from 'jose';
import { answer, input } from './lab.mjs';

const keys = await DPoP.generateKeyPair('ES256');
const assertion = async () => new jose.SignJWT({ jti: crypto.randomUUID() })
  .setProtectedHeader({ alg: input.jwk.alg, kid: input.jwk.kid })
  .setIssuer(input.client_id).setSubject(input.client_id).setAudience(input.issuer).setIssuedAt().setExpirationTime('60s')
  .sign(await jose.importJWK(input.jwk, input.jwk.alg));

async function token(proof) {
  return fetch(input.token_endpoint, {
    method: 'POST',
    headers: { DPoP: proof },
    body: new URLSearchParams({
      grant_type: 'client_credentials', scope: input.scope, client_id: input.client_id,
      client_assertion_type: 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer', client_assertion: await assertion(),
    }),
  });
}

const withoutNonce = await token(await DPoP.generateProof(keys, input.token_endpoint, 'POST'));
const nonce = withoutNonce.headers.get('dpop-nonce');
const proof = await DPoP.generateProof(keys, input.token_endpoint, 'POST', nonce);
const granted = await token(proof);
const { access_token, token_type } = await granted.json();
const replayed = await token(proof);

const apiProof = (apiNonce) => DPoP.generateProof(keys, input.api, 'GET', apiNonce, access_token);
const call = (headers) => fetch(input.api, { headers: { authorization: `DPoP ${access_token}`, ...headers } });
let first = await call({ DPoP: await apiProof() });
const api = first.status === 401 && first.headers.has('dpop-nonce') ? await call({ DPoP: await apiProof(first.headers.get('dpop-nonce')) }) : first;

const jwks = jose.createRemoteJWKSet(new URL(input.jwks_uri));
const verified = await jose.jwtVerify(access_token, jwks, { issuer: input.issuer, audience: input.audience, typ: 'at+jwt' });

answer({
  without_nonce: { status: withoutNonce.status, body: await withoutNonce.json(), nonce },
  token_type, claims: verified.payload, header: verified.protectedHeader,
  replayed: { status: replayed.status, body: await replayed.json() },
  api: { status: api.status, body: await api.json() },
  thumbprint: await jose.calculateJwkThumbprint(await jose.exportJWK(keys.publicKey)),
});
