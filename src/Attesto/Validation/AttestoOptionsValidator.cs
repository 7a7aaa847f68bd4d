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
            faults.Add(
                nameof(options.Issuer),
                $"{issuer}. Set it to the https URL of this server, such as https://auth.example.com (RFC 8414 §2); {loopback}{Punycode.HintOf(options.Issuer)}");
        }
        else if (new Uri(options.Issuer!).AbsolutePath.TrimEnd('/') is { Length: > 0 } path && !UrlShape.IsPath(path))
        {
            faults.Add(nameof(options.Issuer), $"is \"{options.Issuer}\"; its path may have plain segments only.");
        }

        faults.AddIf(
            string.IsNullOrWhiteSpace(options.Audience) || !UrlShape.IsResource(options.Audience),
            nameof(options.Audience),
            $"is {(string.IsNullOrWhiteSpace(options.Audience) ? "missing" : $"\"{options.Audience}\"")}; set it to the absolute URI of the API that tokens are for, "
                + $"such as https://api.example.com or urn:example:api (RFC 8707 §2).{Punycode.HintOf(options.Audience)}");

        faults.AddIf(
            string.IsNullOrWhiteSpace(options.ClientAuthentication.Realm) || options.ClientAuthentication.Realm.AsSpan().ContainsAnyExceptInRange(' ', '~'),
            "ClientAuthentication:Realm",
            "must be printable ASCII text.");
        faults.AddIf(
            string.IsNullOrWhiteSpace(options.Subjects.PrincipalKindClaim) || TokenClaims.ReservedInAccessTokens.Contains(options.Subjects.PrincipalKindClaim),
            "Subjects:PrincipalKindClaim",
            $"is \"{options.Subjects.PrincipalKindClaim}\"; choose a name that no other claim of an access token has, such as principal_kind.");
        faults.AddIf(
            options.Subjects.PairwiseSalt is { Length: < MinSaltLength },
            "Subjects:PairwiseSalt",
            $"has fewer than {MinSaltLength} characters; set it to random text, such as `openssl rand -base64 32` writes, "
                + "or to null for public subjects only (OpenID Connect Core §8.1).");
        faults.AddIf(
            options.Tokens.AccessTokenType is not null && string.IsNullOrWhiteSpace(options.Tokens.AccessTokenType),
            "Tokens:AccessTokenType",
            "is blank; use at+jwt (RFC 9068 §2.1), or null for no typ header.");
    }

    private static void CheckPaths(AttestoOptions options, OptionFaults faults)
    {
        var prefix = options.Endpoints.PathPrefix;
        faults.AddIf(prefix is null || (prefix.Length > 0 && !UrlShape.IsPath(prefix)), "Endpoints:PathPrefix", $"is \"{prefix}\"; it must be a path such as /oauth.");
        foreach (var (endpoint, place) in options.Endpoints.Overrides)
        {
            var option = $"Endpoints:Overrides:{endpoint}";
            if (EndpointTable.Of(endpoint) is { Place: not EndpointPlace.BelowPrefix } document && (document.Member is null || place is ['/', ..]))
            {
                faults.Add(option, "is set; that document stands at a well-known path and cannot move.");
            }
            else if (place is not ['/', ..])
            {
                faults.AddIf(
                    UrlShape.FaultOf(place, !options.RequireHttps, allowQuery: true) is not null,
                    option,
                    $"is \"{place}\"; it must be a path that begins with / or an absolute https URL.{Punycode.HintOf(place)}");
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
        faults.EachUnique(options.Scopes.Supported, "Scopes:Supported", ScopeSet.IsToken, "one scope token (RFC 6749 §3.3)");
        ResourceChecks.Check(options, algorithms, faults);
        faults.EachUnique(options.Tokens.GrantTypes, "Tokens:GrantTypes", static _ => true, "a grant type");
        faults.EachUnique(options.ClientAuthentication.Methods, "ClientAuthentication:Methods", static _ => true, "an authentication method");
        faults.EachUnique(options.Discovery.AcrValuesSupported, "Discovery:AcrValuesSupported", static value => !value.Any(char.IsWhiteSpace), "free of spaces");
        faults.EachUnique(options.Claims.Supported, "Claims:Supported", static _ => true, "a claim name");
        foreach (var (scope, claims) in options.Scopes.Claims)
        {
            faults.AddIf(
                !ScopeClaims.IsStandard(scope) && !options.Scopes.Supported.Contains(scope),
                $"Scopes:Claims:{scope}",
                $"is set for a scope that nobody can be granted; add it to Attesto:Scopes:Supported.");
            faults.EachUnique(
                ScopeClaims.Split(claims), $"Scopes:Claims:{scope}", name => !TokenClaims.ReservedInIdTokens.Contains(name), "a claim that is not the protocol's own");
        }

        faults.EachUnique(options.Discovery.UiLocalesSupported, "Discovery:UiLocalesSupported", static value => !value.Any(char.IsWhiteSpace), "a language tag (RFC 5646)");
    }

    private static void CheckPrincipalKinds(AttestoOptions options, OptionFaults faults)
    {
        const string option = "Subjects:PrincipalKinds";
        faults.AddIf(options.Subjects.PrincipalKinds.Count == 0, option, "is empty; name at least one kind, such as { \"Value\": \"user\", \"SubPrefix\": \"usr_\" }.");
        faults.EachUnique(options.Subjects.PrincipalKinds.Select(kind => kind.Value), $"{option}:Value", static _ => true, "a name such as user");
        faults.EachUnique(
            options.Subjects.PrincipalKinds.Select(kind => kind.SubPrefix), $"{option}:SubPrefix", static prefix => !prefix.Any(char.IsWhiteSpace), "a prefix such as usr_");
        foreach (var kind in options.Subjects.PrincipalKinds)
        {
            faults.EachUnique(kind.RequiredClaims.Keys, $"{option}:{kind.Value}:RequiredClaims", static _ => true, "a claim name");
            faults.AddIf(kind.RequiredClaims.Values.Any(shape => !Enum.IsDefined(shape)), $"{option}:{kind.Value}:RequiredClaims", "has an unknown shape.");
        }
    }

    private static void CheckLifetimes(AttestoOptions options, OptionFaults faults)
    {
        faults.Within(options.Authorization.CodeLifetime, TenMinutes, "Authorization:CodeLifetime", "RFC 6749 §4.1.2");
        faults.Within(options.Tokens.AccessTokenLifetime, Week, "Tokens:AccessTokenLifetime");
        faults.Within(options.ClientAuthentication.AssertionLifetime, Day, "ClientAuthentication:AssertionLifetime", "RFC 7523 §3");
        faults.Within(options.Tokens.IdTokenLifetime, Week, "Tokens:IdTokenLifetime");
        faults.Within(options.RefreshTokens.Lifetime, TenYears, "RefreshTokens:Lifetime");
        faults.Within(options.Database.SweepInterval, Day, "Database:SweepInterval", "null switches the sweeper off");
        faults.Within(options.Database.KeepEventsFor, TenYears, "Database:KeepEventsFor", "null keeps events for ever");
        faults.AddIf(
            options.RefreshTokens.GracePeriod < TimeSpan.Zero || options.RefreshTokens.GracePeriod > TenMinutes,
            "RefreshTokens:GracePeriod",
            $"is {options.RefreshTokens.GracePeriod}; it may be at most {TenMinutes}, and zero switches the grace period off.");
        faults.AddIf(
            options.RefreshTokens.FamilyLifetime < options.RefreshTokens.Lifetime,
            "RefreshTokens:FamilyLifetime",
            $"is shorter than Attesto:RefreshTokens:Lifetime; set it longer, or to null for no end.");
        faults.Within(options.Authorization.SignedResponseLifetime, Day, "Authorization:SignedResponseLifetime");
        faults.Within(options.Authorization.ConsentGrantLifetime, Day, "Authorization:ConsentGrantLifetime");
        var remembered = options.Authorization.RememberConsentFor;
        faults.AddIf(
            remembered < TimeSpan.Zero || remembered > TenYears,
            "Authorization:RememberConsentFor",
            $"is {remembered}; it may be at most {TenYears} ([d.]hh:mm:ss), and zero asks for consent every time.");
    }

    private void CheckAlgorithms(AttestoOptions options, OptionFaults faults)
    {
        var known = $"one of {string.Join(' ', algorithms.Supported)}"
            + (algorithms.IsSupported(JoseAlgorithms.EdDsa) ? "" : $" ({JoseAlgorithms.EdDsa} and {JoseAlgorithms.Ed25519} need the package Attesto.EdDsa)");
        faults.EachUnique(
            options.RequestObjects.SigningAlgorithms,
            "RequestObjects:SigningAlgorithms",
            algorithms.IsSupported,
            known);
        faults.EachUnique(options.Tokens.SigningAlgorithms, "Tokens:SigningAlgorithms", algorithms.IsSupported, known);
        faults.EachUnique(options.Dpop.SigningAlgorithms, "Dpop:SigningAlgorithms", algorithms.IsSupported, known);
        faults.EachUnique(options.ClientAuthentication.SigningAlgorithms, "ClientAuthentication:SigningAlgorithms", algorithms.IsSupported, known);
    }
}
