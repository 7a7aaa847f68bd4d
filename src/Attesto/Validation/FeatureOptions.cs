using System.Text;
using Attesto.Jose;
using Attesto.SenderConstraints;

namespace Attesto.Validation;

/// <summary>The checks of the option groups, one method per feature.</summary>
internal static class FeatureOptions
{
    private static readonly TimeSpan Hour = TimeSpan.FromHours(1);
    private static readonly TimeSpan Day = TimeSpan.FromDays(1);

    public static void Check(AttestoOptions options, OptionFaults faults)
    {
        CheckAuthorization(options, faults);
        CheckSenderConstraints(options, faults);
        CheckDevice(options, faults);
        CheckAssertions(options, faults);
        CheckRegistration(options, faults);
        CheckMetadataDocuments(options, faults);
        CheckSignIn(options.SignIn, faults);
        KeyRotationChecks.Check(options, faults);
    }

    private static void CheckAuthorization(AttestoOptions options, OptionFaults faults)
    {
        faults.Within(options.PushedAuthorization.Lifetime, TimeSpan.FromMinutes(10), "PushedAuthorization:Lifetime", "FAPI 2.0 §5.3.2.2");
        faults.Within(options.Logout.LogoutTokenLifetime, TimeSpan.FromMinutes(2), "Logout:LogoutTokenLifetime", "OpenID Connect Back-Channel Logout §2.4");
        faults.Within(options.Logout.SessionLifetime, TimeSpan.FromDays(3650), "Logout:SessionLifetime");
        faults.AddIf(options.ProtectedResource.BearerMethodsSupported.Count == 0, "ProtectedResource:BearerMethodsSupported", "is empty; name header, body, or both.");
        faults.EachUnique(
            options.ProtectedResource.BearerMethodsSupported,
            "ProtectedResource:BearerMethodsSupported",
            static method => method is "header" or "body",
            "header or body; tokens in a query leak into logs (RFC 9700 §4.3.2)");
        faults.AddIf(
            options.ProtectedResource.Documentation is { } page && UrlShape.FaultOf(page, true, allowQuery: true) is not null,
            "ProtectedResource:Documentation",
            "must be an absolute https URL, or null.");
    }

    private static void CheckSenderConstraints(AttestoOptions options, OptionFaults faults)
    {
        faults.Within(options.Dpop.ProofMaxAge, Hour, "Dpop:ProofMaxAge");
        faults.AddIf(
            options.Dpop.ClockSkew < TimeSpan.Zero || options.Dpop.ClockSkew > Hour,
            "Dpop:ClockSkew",
            $"is {options.Dpop.ClockSkew}; it may be zero to {Hour}.");
        faults.Within(options.Dpop.NonceLifetime, Day, "Dpop:NonceLifetime");
        faults.AddIf(options.Dpop is { RequireNonce: true, Enabled: false }, "Dpop:RequireNonce", "is on while Attesto:Dpop:Enabled is off; switch both on or both off.");
        faults.AddIf(
            options.Mtls.ForwardedCertificateHeader is { } header && (header.Length == 0 || header.Any(c => !char.IsAsciiLetterOrDigit(c) && c is not ('-' or '_'))),
            "Mtls:ForwardedCertificateHeader",
            $"is \"{options.Mtls.ForwardedCertificateHeader}\"; it must be the name of a header, such as Client-Cert (RFC 9440 §2.1).");
        faults.AddIf(
            options.Mtls is { Enabled: true, TrustedAuthorities: null }
                && options.ClientAuthentication.Methods?.Contains(AuthenticationMethods.TlsClientAuth) is true,
            "Mtls:TrustedAuthorities",
            "is not set, so every public authority could vouch for a client (RFC 8705 §2.1). "
                + "Give the authorities' certificates in PEM form, or leave tls_client_auth out of Attesto:ClientAuthentication:Methods.");
        faults.AddIf(
            options.Mtls.TrustedAuthorities is { } authorities && !CertificateChecks.TryLoadAuthorities(authorities, out _),
            "Mtls:TrustedAuthorities",
            "holds no certificate; give the authorities' certificates in PEM form (-----BEGIN CERTIFICATE-----), or null to trust those of the system.");
        faults.AddIf(
            options.Mtls.AliasOrigin is { } origin && (!UrlShape.IsOrigin(origin) || !origin.StartsWith("https:", StringComparison.Ordinal)),
            "Mtls:AliasOrigin",
            $"is \"{options.Mtls.AliasOrigin}\"; it must be an https origin without path, such as https://mtls.example.com "
                + $"(RFC 8705 §5).{Punycode.HintOf(options.Mtls.AliasOrigin)}");
    }

    private static void CheckDevice(AttestoOptions options, OptionFaults faults)
    {
        faults.Within(options.Device.CodeLifetime, Day, "Device:CodeLifetime");
        faults.Within(options.Device.PollInterval, Hour, "Device:PollInterval");
        faults.AddIf(
            options.Device.GuessWindow <= TimeSpan.Zero || options.Device.GuessWindow > TimeSpan.FromDays(1),
            "Device:GuessWindow",
            $"is {options.Device.GuessWindow}; it must be longer than zero and at most a day.");
        faults.AddIf(options.Device.MaxGuesses < 1, "Device:MaxGuesses", "must be at least 1 (RFC 8628 §5.1).");
    }

    private static void CheckAssertions(AttestoOptions options, OptionFaults faults)
    {
        const string issuers = "JwtBearer:Issuers";
        faults.AddIf(
            options is
            {
                Profile: SecurityProfile.None,
                ClientAuthentication.AssertionAudience: ClientAssertionAudience.AnyOfSeveral,
                RequestObjects.Policy: RequestObjectPolicy.FapiMessageSigning,
            },
            "ClientAuthentication:AssertionAudience",
            "is AnyOfSeveral under a FAPI policy, which forbids it (FAPI 2.0 §5.3.2.1); remove it.");
        faults.AddIf(
            options is { Profile: SecurityProfile.None, Dpop: { NonceReplacesClock: true, RequireNonce: false } },
            "Dpop:NonceReplacesClock",
            "is on without Attesto:Dpop:RequireNonce; switch that on, too: only a demanded nonce can take the place of the clock (RFC 9449 §11.1).");
        faults.EachUnique(options.ProtectedResource.Origins, "ProtectedResource:Origins", UrlShape.IsOrigin, "an origin such as https://api.example.com");
        faults.Within(options.JwtBearer.MaxAssertionLifetime, Day, "JwtBearer:MaxAssertionLifetime");
        faults.EachUnique(options.JwtBearer.Issuers.Select(issuer => issuer.Issuer), issuers, static _ => true, "the iss of an identity provider");
        foreach (var issuer in options.JwtBearer.Issuers)
        {
            faults.AddIf(issuer.Jwks is null && issuer.JwksUri is null, issuers, $"has the entry \"{issuer.Issuer}\" without keys; set its Jwks or its JwksUri.");
            faults.AddIf(
                issuer.Jwks is not null && !JsonWebKeyReader.TryReadSet(issuer.Jwks, out _),
                issuers,
                $"has the entry \"{issuer.Issuer}\", whose Jwks is no JWK Set (RFC 7517 §5).");
            faults.AddIf(
                issuer.JwksUri is not null && UrlShape.FaultOf(issuer.JwksUri, options.Outbound.AllowLoopback, allowQuery: true) is not null,
                issuers,
                $"has the entry \"{issuer.Issuer}\", whose JwksUri is no absolute https URL.{Punycode.HintOf(issuer.JwksUri)}");
        }
    }

    private static void CheckRegistration(AttestoOptions options, OptionFaults faults)
    {
        var registration = options.Registration;
        faults.AddIf(
            registration is { RequireInitialAccessToken: true, InitialAccessTokens.Count: 0 },
            "Registration:InitialAccessTokens",
            "is empty while Attesto:Registration:RequireInitialAccessToken is on; nobody could register. Add the SHA-256 of a token in lower-case hex.");
        faults.EachUnique(
            registration.InitialAccessTokens,
            "Registration:InitialAccessTokens",
            static hash => hash.Length == 64 && !hash.Any(c => !char.IsAsciiHexDigitLower(c)),
            "the SHA-256 of a token in lower-case hex, 64 characters");
        faults.AddIf(registration.SecretLifetime <= TimeSpan.Zero, "Registration:SecretLifetime", "must be longer than zero, or null for no end.");
        faults.AddIf(registration.UnusedClientLifetime <= TimeSpan.Zero, "Registration:UnusedClientLifetime", "must be longer than zero, or null for no end.");
        faults.AddIf(registration.RateLimit < 1, "Registration:RateLimit", "must be at least 1, or null for no limit.");
        faults.Within(registration.RateLimitWindow, Day, "Registration:RateLimitWindow");
        CheckListedScopes(registration.Scopes, "Registration:Scopes", options, faults);
        faults.AddIf(
            registration.DefaultScope is not (null or "*") && (!ScopeSet.TryParse(registration.DefaultScope, out var scope)
                || scope.Count == 0 || scope.Any(token => token is not StandardScopes.OpenId && !registration.Scopes.Contains(token))),
            "Registration:DefaultScope",
            $"is \"{registration.DefaultScope}\"; every token must be openid or stand in Attesto:Registration:Scopes.");
        foreach (var issuer in registration.SoftwareStatementIssuers)
        {
            faults.AddIf(
                string.IsNullOrWhiteSpace(issuer.Issuer) || issuer.Jwks is null == issuer.JwksUri is null,
                "Registration:SoftwareStatementIssuers",
                $"has the entry \"{issuer.Issuer}\"; each needs an Issuer and either Jwks or JwksUri.");
        }

        faults.AddIf(
            registration is { RequireSoftwareStatement: true, SoftwareStatementIssuers.Count: 0 },
            "Registration:SoftwareStatementIssuers",
            "is empty while Attesto:Registration:RequireSoftwareStatement is on; nobody could register.");
    }

    private static void CheckListedScopes(IList<string> scopes, string option, AttestoOptions options, OptionFaults faults) => faults.EachUnique(
        scopes,
        option,
        token => token is StandardScopes.OpenId || (options.Scopes.Supported.Contains(token) && !token.Contains('*', StringComparison.Ordinal)),
        "one of Attesto:Scopes:Supported, and no wildcard: nobody vouches for these clients");

    private static void CheckMetadataDocuments(AttestoOptions options, OptionFaults faults)
    {
        faults.AddIf(options.Outbound.MaxConcurrentRequests < 1, "Outbound:MaxConcurrentRequests", "must be at least 1.");
        faults.AddIf(
            options.Outbound.MaxConcurrentRequestsPerHost < 1 || options.Outbound.MaxConcurrentRequestsPerHost > options.Outbound.MaxConcurrentRequests,
            "Outbound:MaxConcurrentRequestsPerHost",
            "must be at least 1 and at most Attesto:Outbound:MaxConcurrentRequests.");
        var documents = options.ClientIdMetadata;
        faults.AddIf(documents.MaxDocumentLength < 1, "ClientIdMetadata:MaxDocumentLength", "must be at least 1.");
        faults.Within(documents.Timeout, TimeSpan.FromMinutes(1), "ClientIdMetadata:Timeout");
        faults.Within(documents.MinCacheLifetime, Day, "ClientIdMetadata:MinCacheLifetime");
        faults.AddIf(
            documents.MaxCacheLifetime < documents.MinCacheLifetime,
            "ClientIdMetadata:MaxCacheLifetime",
            "is shorter than Attesto:ClientIdMetadata:MinCacheLifetime.");
        CheckListedScopes(documents.Scopes, "ClientIdMetadata:Scopes", options, faults);
        faults.EachUnique(documents.AllowedHosts, "ClientIdMetadata:AllowedHosts", IsHostPattern, "a host name, or *. and a host name");
        faults.EachUnique(documents.BlockedHosts, "ClientIdMetadata:BlockedHosts", IsHostPattern, "a host name, or *. and a host name");
    }

    private static void CheckSignIn(SignInOptions signIn, OptionFaults faults)
    {
        faults.AddIf(signIn.MaxFailures < 1, "SignIn:MaxFailures", "must be at least 1.");
        faults.AddIf(signIn.MaxFailuresPerName < signIn.MaxFailures, "SignIn:MaxFailuresPerName", "must be at least Attesto:SignIn:MaxFailures.");
        faults.AddIf(signIn.MaxFailuresPerAddress < signIn.MaxFailures, "SignIn:MaxFailuresPerAddress", "must be at least Attesto:SignIn:MaxFailures.");
        faults.Within(signIn.FailureWindow, Day, "SignIn:FailureWindow");
        faults.AddIf(
            signIn.FailureTime < TimeSpan.Zero || signIn.FailureTime > TimeSpan.FromSeconds(10),
            "SignIn:FailureTime",
            $"is {signIn.FailureTime}; it must be between zero and 10 seconds (hh:mm:ss).");
    }

    private static bool IsHostPattern(string text) =>
        Ascii.IsValid(text) // a block list is compared with what is asked for in punycode
        && Uri.CheckHostName(text.StartsWith("*.", StringComparison.Ordinal) ? text[2..] : text) is not UriHostNameType.Unknown;
}
