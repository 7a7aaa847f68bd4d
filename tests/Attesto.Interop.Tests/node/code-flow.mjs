// openid-client: discovery, authorization code with PKCE, ID-token validation, UserInfo, refresh, revocation.
import * as client from 'openid-client';
import { answer, browse, input, refused } from './lab.mjs';

const authentication = { client_secret_basic: client.ClientSecretBasic, client_secret_post: client.ClientSecretPost, none: client.None }[input.method];
const config = await client.discovery(
  new URL(input.issuer), input.client_id, { client_secret: input.client_secret, id_token_signed_response_alg: input.id_token_alg },
  authentication(input.client_secret), { algorithm: input.algorithm });
client.enableNonRepudiationChecks(config);

const verifier = client.randomPKCECodeVerifier();
const state = client.randomState();
const nonce = client.randomNonce();
const url = client.buildAuthorizationUrl(config, {
  redirect_uri: input.redirect_uri, scope: input.scope, state, nonce,
  code_challenge: await client.calculatePKCECodeChallenge(verifier), code_challenge_method: 'S256',
});
const callback = await browse(url, input.login);

const tokens = await client.authorizationCodeGrant(config, callback, { pkceCodeVerifier: verifier, expectedState: state, expectedNonce: nonce, idTokenExpected: true });
const claims = tokens.claims();
const userinfo = await client.fetchUserInfo(config, tokens.access_token, claims.sub);
const refreshed = await client.refreshTokenGrant(config, tokens.refresh_token);
await client.tokenRevocation(config, refreshed.refresh_token);
const afterRevocation = await refused(client.refreshTokenGrant(config, refreshed.refresh_token));
const replayed = await refused(client.authorizationCodeGrant(config, callback, { pkceCodeVerifier: verifier, expectedState: state, expectedNonce: nonce }));

answer({
  metadata: config.serverMetadata(), tokens, claims, userinfo, refreshed, after_revocation: afterRevocation, replayed,
});
