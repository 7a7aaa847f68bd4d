using Attesto.Jose;
using Attesto.Scopes;
using Microsoft.Extensions.Options;

namespace Attesto.Validation;

/// <summary>Checks every option once, at start, and reports all faults in one message.</summary>
internal sealed class AttestoOptionsValidator(SignatureAlgorithms algorithms) : IValidateOptions<AttestoOptions>
{
    private const int MinSaltLength = 32;

    private static readonly TimeSpan TenMinutes = TimeSpan.FromMinutes(10);
    private static readonly TimeSpan Day = TimeSpan.FromDays(1);
    private static readonly TimeSpan Week = TimeSpan.FromDays(7);
    private static readonly TimeSpan TenYears = TimeSpan.FromDays(3650);

    public ValidateOptionsResult Validate(string? name, AttestoOptions options)
    {
        var faults = new OptionFaults();
        CheckIdentity(options, faults);
        CheckPaths(options, faults);
        CheckCatalogues(options, faults);
        CheckPrincipalKinds(options, faults);
        CheckLifetimes(options, faults);
        CheckAlgorithms(options, faults);
        FeatureOptions.Check(options, faults);
        Fapi2Options.Check(options, faults);
        return faults.ToResult();
    }

    private static void CheckIdentity(AttestoOptions options, OptionFaults faults)
    {
        const string loopback = "http is accepted on a loopback host only, with Attesto:RequireHttps set to false.";
        if (UrlShape.FaultOf(options.Issuer, !options.RequireHttps, allowQuery: false) is { } issuer)
        {
            faults.Add(nameof(options.Issuer), $"{issuer}. Set it to the https URL of this server, such as https://auth.example.com (RFC 8414 §2); {loopback}");
        }
        else if (new Uri(options.Issuer!).AbsolutePath.TrimEnd('/') is { Length: > 0 } path && !UrlShape.IsPath(path))
        {
            faults.Add(nameof(options.Issuer), $"is \"{options.Issuer}\"; its path may have plain segments only.");
        }

        faults.AddIf(
            string.IsNullOrWhiteSpace(options.Audience) || !UrlShape.IsResource(options.Audience),
            nameof(options.Audience),
            $"is {(string.IsNullOrWhiteSpace(options.Audience) ? "missing" : $"\"{options.Audience}\"")}; set it to the absolute URI of the API that tokens are for, "
                + "such as https://api.example.com or urn:example:api (RFC 8707 §2).");

        faults.AddIf(
            string.IsNullOrWhiteSpace(options.Realm) || options.Realm.AsSpan().ContainsAnyExceptInRange(' ', '~'),
            nameof(options.Realm),
            "must be printable ASCII text.");
        faults.AddIf(
            string.IsNullOrWhiteSpace(options.PrincipalKindClaim) || TokenClaims.ReservedInAccessTokens.Contains(options.PrincipalKindClaim),
            nameof(options.PrincipalKindClaim),
            $"is \"{options.PrincipalKindClaim}\"; choose a name that no other claim of an access token has, such as principal_kind.");
        faults.AddIf(
            options.PairwiseSubjectSalt is { Length: < MinSaltLength },
            nameof(options.PairwiseSubjectSalt),
            $"has fewer than {MinSaltLength} characters; set it to random text, such as `openssl rand -base64 32` writes, or to null for public subjects only (OpenID Connect Core §8.1).");
        faults.AddIf(
            options.AccessTokenType is not null && string.IsNullOrWhiteSpace(options.AccessTokenType),
            nameof(options.AccessTokenType),
            "is blank; use at+jwt (RFC 9068 §2.1), or null for no typ header.");
    }

    private static void CheckPaths(AttestoOptions options, OptionFaults faults)
    {
        var prefix = options.OAuthPathPrefix;
        faults.AddIf(prefix is null || (prefix.Length > 0 && !UrlShape.IsPath(prefix)), nameof(options.OAuthPathPrefix), $"is \"{prefix}\"; it must be a path such as /oauth.");
        foreach (var (endpoint, place) in options.EndpointOverrides)
        {
            var option = $"{nameof(options.EndpointOverrides)}:{endpoint}";
            if (EndpointTable.Of(endpoint) is { Place: not EndpointPlace.BelowPrefix } document && (document.Member is null || place is ['/', ..]))
            {
                faults.Add(option, "is set; that document stands at a well-known path and cannot move.");
            }
            else if (place is not ['/', ..])
            {
                faults.AddIf(UrlShape.FaultOf(place, !options.RequireHttps, allowQuery: true) is not null, option, $"is \"{place}\"; it must be a path that begins with / or an absolute https URL.");
            }
            else if (!UrlShape.IsPath(place))
            {
                faults.Add(option, $"is \"{place}\"; it must be a plain path such as /oauth/authorize.");
            }
            else
            {
                faults.AddIf(
                    prefix is not (null or "" or "/oauth") && !place.StartsWith($"{prefix.TrimEnd('/')}/", StringComparison.Ordinal),
                    option,
                    $"is \"{place}\", which stands outside the configured prefix {prefix}.");
            }
        }
    }

    private void CheckCatalogues(AttestoOptions options, OptionFaults faults)
    {
        faults.EachUnique(options.ScopesSupported, nameof(options.ScopesSupported), ScopeSet.IsToken, "one scope token (RFC 6749 §3.3)");
        ResourceOptions.Check(options, algorithms, faults);
        faults.EachUnique(options.GrantTypesSupported, nameof(options.GrantTypesSupported), static _ => true, "a grant type");
        faults.EachUnique(options.TokenEndpointAuthMethodsSupported, nameof(options.TokenEndpointAuthMethodsSupported), static _ => true, "an authentication method");
        faults.EachUnique(options.AcrValuesSupported, nameof(options.AcrValuesSupported), static value => !value.Any(char.IsWhiteSpace), "free of spaces");
        faults.EachUnique(options.ClaimsSupported, nameof(options.ClaimsSupported), static _ => true, "a claim name");
        foreach (var (scope, claims) in options.ScopeClaims)
        {
            faults.AddIf(
                !ScopeClaims.IsStandard(scope) && !options.ScopesSupported.Contains(scope),
                $"{nameof(options.ScopeClaims)}:{scope}",
                $"is set for a scope that nobody can be granted; add it to Attesto:{nameof(options.ScopesSupported)}.");
            faults.EachUnique(
                ScopeClaims.Split(claims), $"{nameof(options.ScopeClaims)}:{scope}", name => !TokenClaims.ReservedInIdTokens.Contains(name), "a claim that is not the protocol's own");
        }

        faults.EachUnique(options.UiLocalesSupported, nameof(options.UiLocalesSupported), static value => !value.Any(char.IsWhiteSpace), "a language tag (RFC 5646)");
    }

    private static void CheckPrincipalKinds(AttestoOptions options, OptionFaults faults)
    {
        const string option = nameof(options.PrincipalKinds);
        faults.AddIf(options.PrincipalKinds.Count == 0, option, "is empty; name at least one kind, such as { \"Value\": \"user\", \"SubPrefix\": \"usr_\" }.");
        faults.EachUnique(options.PrincipalKinds.Select(kind => kind.Value), $"{option}:Value", static _ => true, "a name such as user");
        faults.EachUnique(options.PrincipalKinds.Select(kind => kind.SubPrefix), $"{option}:SubPrefix", static prefix => !prefix.Any(char.IsWhiteSpace), "a prefix such as usr_");
        foreach (var kind in options.PrincipalKinds)
        {
            faults.EachUnique(kind.RequiredClaims.Keys, $"{option}:{kind.Value}:RequiredClaims", static _ => true, "a claim name");
            faults.AddIf(kind.RequiredClaims.Values.Any(shape => !Enum.IsDefined(shape)), $"{option}:{kind.Value}:RequiredClaims", "has an unknown shape.");
        }
    }

    private static void CheckLifetimes(AttestoOptions options, OptionFaults faults)
    {
        faults.Within(options.AuthorizationCodeLifetime, TenMinutes, nameof(options.AuthorizationCodeLifetime), "RFC 6749 §4.1.2");
        faults.Within(options.AccessTokenLifetime, Week, nameof(options.AccessTokenLifetime));
        faults.Within(options.ClientAssertionLifetime, Day, nameof(options.ClientAssertionLifetime), "RFC 7523 §3");
        faults.Within(options.IdTokenLifetime, Week, nameof(options.IdTokenLifetime));
        faults.Within(options.RefreshTokenLifetime, TenYears, nameof(options.RefreshTokenLifetime));
        faults.Within(options.SweepInterval, Day, nameof(options.SweepInterval), "null switches the sweeper off");
        faults.AddIf(
            options.RefreshTokenGracePeriod < TimeSpan.Zero || options.RefreshTokenGracePeriod > TenMinutes,
            nameof(options.RefreshTokenGracePeriod),
            $"is {options.RefreshTokenGracePeriod}; it may be at most {TenMinutes}, and zero switches the grace period off.");
        faults.AddIf(
            options.RefreshTokenFamilyLifetime < options.RefreshTokenLifetime,
            nameof(options.RefreshTokenFamilyLifetime),
            $"is shorter than Attesto:{nameof(options.RefreshTokenLifetime)}; set it longer, or to null for no end.");
        faults.Within(options.AuthorizationResponseLifetime, Day, nameof(options.AuthorizationResponseLifetime));
        faults.Within(options.ConsentGrantLifetime, Day, nameof(options.ConsentGrantLifetime));
    }

    private void CheckAlgorithms(AttestoOptions options, OptionFaults faults)
    {
        var known = $"one of {string.Join(' ', algorithms.Supported)}"
            + (algorithms.IsSupported(JoseAlgorithms.EdDsa) ? "" : $" ({JoseAlgorithms.EdDsa} and {JoseAlgorithms.Ed25519} need the package Attesto.EdDsa)");
        faults.EachUnique(
            options.RequestObjects.SigningAlgorithms,
            $"{nameof(options.RequestObjects)}:{nameof(options.RequestObjects.SigningAlgorithms)}",
            algorithms.IsSupported,
            known);
        faults.EachUnique(options.SigningAlgorithms, nameof(options.SigningAlgorithms), algorithms.IsSupported, known);
        faults.EachUnique(options.Dpop.SigningAlgorithms, $"{nameof(options.Dpop)}:{nameof(options.Dpop.SigningAlgorithms)}", algorithms.IsSupported, known);
        faults.EachUnique(options.TokenEndpointAuthSigningAlgorithms, nameof(options.TokenEndpointAuthSigningAlgorithms), algorithms.IsSupported, known);
    }
}
