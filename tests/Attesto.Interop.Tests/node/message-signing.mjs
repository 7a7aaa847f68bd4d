// openid-client in the shape of FAPI 2.0 Message Signing: private_key_jwt, a signed request object (JAR), pushed (PAR), answered signed (JARM), DPoP.
import * as client from 'openid-client';
import { answer, browse, input, refused, signingKey } from './lab.mjs';

const key = await signingKey(input.jwk);
const config = await client.discovery(
  new URL(input.issuer), input.client_id,
  { id_token_signed_response_alg: input.id_token_alg, authorization_signed_response_alg: input.id_token_alg },
  client.PrivateKeyJwt(key));
client.enableNonRepudiationChecks(config);
client.useJwtResponseMode(config);

const DPoP = client.getDPoPHandle(config, await client.randomDPoPKeyPair('ES256'));
const verifier = client.randomPKCECodeVerifier();
const state = client.randomState();
const nonce = client.randomNonce();

async function push(more) {
  const signed = await client.buildAuthorizationUrlWithJAR(
    config,
    {
      redirect_uri: input.redirect_uri, scope: input.scope, state, nonce, response_mode: 'jwt', ...more,
      code_challenge: await client.calculatePKCECodeChallenge(verifier), code_challenge_method: 'S256',
    },
    key,
    { [client.modifyAssertion]: (header, payload) => { header.typ = 'oauth-authz-req+jwt'; payload.nbf ??= payload.iat; payload.exp ??= payload.iat + 60; } });
  return client.buildAuthorizationUrlWithPAR(config, signed.searchParams, { DPoP });
}

const url = await push();
const callback = await browse(url, input.login);
const tokens = await client.authorizationCodeGrant(
  config, callback, { pkceCodeVerifier: verifier, expectedState: state, expectedNonce: nonce, idTokenExpected: true }, undefined, { DPoP });
const claims = tokens.claims();
const userinfo = await client.fetchUserInfo(config, tokens.access_token, claims.sub, { DPoP });

// The pushed request is spent.
const again = await fetch(url, { redirect: 'manual', headers: { cookie: `login=${input.login}`, accept: 'application/json' } });

// A refusal comes back signed, too.
const denied = await push({ prompt: 'none' });
const refusal = await refused(client.authorizationCodeGrant(config, await browse(denied), { pkceCodeVerifier: verifier, expectedState: state, expectedNonce: nonce }));

answer({
  authorization_url: url.href, callback: callback.href, tokens, claims, userinfo,
  again: { status: again.status, body: await again.json() }, refusal,
});
