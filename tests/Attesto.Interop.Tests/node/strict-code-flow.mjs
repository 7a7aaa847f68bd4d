// oauth4webapi, which tolerates nothing: the same flow, every response through its processors.
import * as oauth from 'oauth4webapi';
import { answer, browse, input } from './lab.mjs';

const issuer = new URL(input.issuer);
const as = await oauth.processDiscoveryResponse(issuer, await oauth.discoveryRequest(issuer, { algorithm: input.algorithm }));
const client = { client_id: input.client_id, id_token_signed_response_alg: input.id_token_alg };
const authentication = input.client_secret ? oauth.ClientSecretPost(input.client_secret) : oauth.None();

const verifier = oauth.generateRandomCodeVerifier();
const state = oauth.generateRandomState();
const nonce = oauth.generateRandomNonce();
const url = new URL(as.authorization_endpoint);
url.search = new URLSearchParams({
  client_id: client.client_id, redirect_uri: input.redirect_uri, response_type: 'code', scope: input.scope, state, nonce, max_age: '600',
  code_challenge: await oauth.calculatePKCECodeChallenge(verifier), code_challenge_method: 'S256',
});
const parameters = oauth.validateAuthResponse(as, client, await browse(url, input.login), state);

const response = await oauth.authorizationCodeGrantRequest(as, client, authentication, parameters, input.redirect_uri, verifier);
const cacheControl = response.headers.get('cache-control');
const tokens = await oauth.processAuthorizationCodeResponse(as, client, response, { expectedNonce: nonce, maxAge: 600, requireIdToken: true });
await oauth.validateApplicationLevelSignature(as, response);
const claims = oauth.getValidatedIdTokenClaims(tokens);

const userinfo = await oauth.processUserInfoResponse(as, client, claims.sub, await oauth.userInfoRequest(as, client, tokens.access_token));
const refreshed = await oauth.processRefreshTokenResponse(as, client, await oauth.refreshTokenGrantRequest(as, client, authentication, tokens.refresh_token));

// The access token as a resource server of the same library sees it (RFC 9068).
const accessTokenClaims = await oauth.validateJwtAccessToken(
  as, new Request(`${issuer.origin}/api`, { headers: { authorization: `Bearer ${tokens.access_token}` } }), input.audience);
await oauth.processRevocationResponse(await oauth.revocationRequest(as, client, authentication, refreshed.refresh_token));

answer({ metadata: as, cache_control: cacheControl, tokens, claims, userinfo, refreshed, access_token_claims: accessTokenClaims });
