using Microsoft.Extensions.Options;

namespace Attesto.Jose;

/// <summary>The kinds of JWT that come in, side by side. Each is read by <see cref="CompactJws"/>, held against its row here, and only then is a key looked for.</summary>
/// <param name="options">What the host has chosen.</param>
/// <param name="algorithms">What works.</param>
internal sealed class JwtProfiles(IOptions<AttestoOptions> options, SignatureAlgorithms algorithms)
{
    private const long FapiRequestLifetime = 60 * 60; // FAPI 2.0 Message Signing §5.3.1
    private const long FapiAssertionLifetime = 300;

    private readonly bool _isFapi = options.Value.Profile is not SecurityProfile.None;
    private readonly bool _isFapiRequest = options.Value.RequestObjects.Policy is RequestObjectPolicy.FapiMessageSigning;

    /// <summary>A client's assertion (RFC 7523 §3). Its type may be missing, but is never that of a request object or a proof of the same key.</summary>
    internal JwtProfile ClientAssertion => field ??= new()
    {
        Types = ["JWT", "client-authentication+jwt"],
        MayLackType = true,
        Algorithms = [.. options.Value.AssertionAlgorithms()],
        Required = [TokenClaims.Iss, TokenClaims.Sub, TokenClaims.Aud, TokenClaims.Exp, TokenClaims.Jti],
        Audience = options.Value.ClientAuthentication.AssertionAudience is ClientAssertionAudience.AnyOfSeveral ? AudienceRule.Any : AudienceRule.OnlyText,
        MaxLifetime = Math.Min((long)options.Value.ClientAuthentication.AssertionLifetime.TotalSeconds, _isFapi ? FapiAssertionLifetime : long.MaxValue),
    };

    /// <summary>A request object (RFC 9101 §4, §10.8).</summary>
    internal JwtProfile RequestObject => field ??= new()
    {
        Types = _isFapiRequest ? ["oauth-authz-req+jwt"] : ["oauth-authz-req+jwt", "JWT"],
        MayLackType = true,
        Algorithms = [.. options.Value.RequestObjectAlgorithms()],
        Required = _isFapiRequest
            ? [TokenClaims.Iss, TokenClaims.ClientId, TokenClaims.Aud, TokenClaims.Exp, TokenClaims.Nbf]
            : [TokenClaims.Iss, TokenClaims.ClientId, TokenClaims.Aud],
        Audience = AudienceRule.Any,
        Start = _isFapiRequest ? LifetimeStart.NotBefore : LifetimeStart.Now,
        MaxAge = _isFapiRequest ? FapiRequestLifetime : null,
        MaxLifetime = _isFapiRequest ? FapiRequestLifetime : null,
    };

    /// <summary>An identity assertion of a trusted issuer (RFC 7523 §3, Identity Assertion Authorization Grant §4.4).</summary>
    internal JwtProfile IdentityAssertion => field ??= new()
    {
        Types = ["oauth-id-jag+jwt"],
        Required = [TokenClaims.Iss, TokenClaims.Sub, TokenClaims.Aud, TokenClaims.ClientId, TokenClaims.Jti, TokenClaims.Exp, TokenClaims.Iat],
        Audience = AudienceRule.Only,
        Start = LifetimeStart.IssuedAt,
        MaxLifetime = (long)options.Value.JwtBearer.MaxAssertionLifetime.TotalSeconds,
    };

    /// <summary>A DPoP proof (RFC 9449 §4.3).</summary>
    internal JwtProfile DpopProof => field ??= new()
    {
        Types = ["dpop+jwt"],
        HasExactType = true,
        Algorithms = [.. options.Value.Dpop.SigningAlgorithms ?? [.. algorithms.Supported]],
        Required = [TokenClaims.Jti, TokenClaims.Htm, TokenClaims.Htu, TokenClaims.Iat],
        Skew = options.Value.Dpop.NonceReplacesClock ? int.MaxValue : (long)options.Value.Dpop.ClockSkew.TotalSeconds,
        Start = LifetimeStart.IssuedAt,
        MaxAge = options.Value.Dpop.NonceReplacesClock ? null : (long)options.Value.Dpop.ProofMaxAge.TotalSeconds,
    };

    /// <summary>An ID token of ours that comes back as <c>id_token_hint</c> (OpenID Connect RP-Initiated Logout §2).</summary>
    internal JwtProfile IdTokenHint { get; } = new()
    {
        Types = ["JWT"],
        HasExactType = true,
        Required = [TokenClaims.Iss, TokenClaims.Sub, TokenClaims.Aud, TokenClaims.Exp, TokenClaims.Iat],
        MayHaveExpired = true,
    };

    /// <summary>A software statement (RFC 7591 §2.3): nothing but its issuer is required of it; what it says must hold.</summary>
    internal JwtProfile SoftwareStatement { get; } = new()
    {
        Types = [],
        MayLackType = true,
        Required = [TokenClaims.Iss],
        Audience = AudienceRule.AnyIfPresent,
    };

    /// <summary>An access token of ours (RFC 9068 §4), of a type that this server was told to issue.</summary>
    internal JwtProfile AccessToken => field ??= new()
    {
        Types = [options.Value.Tokens.AccessTokenType ?? "JWT", .. options.Value.Resources.Supported.Select(resource => resource.AccessTokenType).OfType<string>()],
        MayLackType = options.Value.Tokens.AccessTokenType is null,
        Required = [TokenClaims.Iss, TokenClaims.Sub, TokenClaims.Aud, TokenClaims.ClientId, TokenClaims.Jti, TokenClaims.Exp, TokenClaims.Iat],
        Audience = AudienceRule.Any,
    };
}
