// openid-client: private_key_jwt and DPoP with the server's nonces, at token endpoint, UserInfo and an API.
import * as client from 'openid-client';
import { answer, browse, input, refused, signingKey } from './lab.mjs';

const config = await client.discovery(
  new URL(input.issuer), input.client_id, { id_token_signed_response_alg: input.id_token_alg }, client.PrivateKeyJwt(await signingKey(input.jwk)));
client.enableNonRepudiationChecks(config);

const keys = await client.randomDPoPKeyPair('ES256');
const DPoP = client.getDPoPHandle(config, keys);
const verifier = client.randomPKCECodeVerifier();
const state = client.randomState();
const url = client.buildAuthorizationUrl(config, {
  redirect_uri: input.redirect_uri, scope: input.scope, state, dpop_jkt: await DPoP.calculateThumbprint(),
  code_challenge: await client.calculatePKCECodeChallenge(verifier), code_challenge_method: 'S256',
});
const tokens = await client.authorizationCodeGrant(
  config, await browse(url, input.login), { pkceCodeVerifier: verifier, expectedState: state, idTokenExpected: true }, undefined, { DPoP });
const claims = tokens.claims();
const userinfo = await client.fetchUserInfo(config, tokens.access_token, claims.sub, { DPoP });
const refreshed = await client.refreshTokenGrant(config, tokens.refresh_token, undefined, { DPoP });
const api = await client.fetchProtectedResource(config, refreshed.access_token, new URL(input.api), 'GET', undefined, undefined, { DPoP });

// The same token as a plain bearer token, and with another key: both must fail.
const asBearer = await fetch(input.api, { headers: { authorization: `Bearer ${refreshed.access_token}` } });
const otherKey = client.getDPoPHandle(config, await client.randomDPoPKeyPair('ES256'));
const withOtherKey = await refused(client.fetchProtectedResource(config, refreshed.access_token, new URL(input.api), 'GET', undefined, undefined, { DPoP: otherKey }));

answer({
  tokens, claims, userinfo, refreshed, thumbprint: await DPoP.calculateThumbprint(),
  api: { status: api.status, body: await api.json() },
  as_bearer: { status: asBearer.status, challenge: asBearer.headers.get('www-authenticate') },
  with_other_key: withOtherKey,
});
