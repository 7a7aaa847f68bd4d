using System.Collections.Immutable;
using System.Globalization;

namespace Attesto.Management;

/// <summary>A row of IdentityServer's clients, with those of the tables around it.</summary>
internal static class IdentityServerClient
{
    /// <summary>The tables around it, each with a column <c>ClientId</c>.</summary>
    public static readonly string[] Children =
    [
        "ClientSecrets", "ClientGrantTypes", "ClientRedirectUris", "ClientPostLogoutRedirectUris", "ClientScopes", "ClientClaims", "ClientIdPRestrictions", "ClientProperties",
    ];

    private const int Sha256Bytes = 32;

    // Columns with what stands there unless somebody changed it, in seconds.
    private static readonly (string Column, long Usual)[] Lifetimes =
    [
        ("IdentityTokenLifetime", 300), ("AccessTokenLifetime", 3600), ("AuthorizationCodeLifetime", 300),
        ("AbsoluteRefreshTokenLifetime", 2_592_000), ("SlidingRefreshTokenLifetime", 1_296_000), ("DeviceCodeLifetime", 300),
    ];

    /// <summary>Reads one.</summary>
    /// <param name="row">The row.</param>
    /// <param name="clientId">Its client_id.</param>
    /// <param name="child">The rows of one of <see cref="Children"/> that belong to it.</param>
    /// <param name="resourcesOf">The resources of a scope.</param>
    public static ForeignClient Read(ForeignRow row, string clientId, Func<string, IEnumerable<ForeignRow>> child, Func<string, IEnumerable<string>> resourcesOf)
    {
        var isPublic = !row.Flag("RequireClientSecret", otherwise: true);
        var grants = child("ClientGrantTypes").Select(grant => grant.Text("GrantType") ?? "").ToList();
        var offline = row.Flag("AllowOfflineAccess");
        var mapped = grants.Select(grant => grant is "hybrid" ? GrantTypes.AuthorizationCode : grant).Concat(offline ? [GrantTypes.RefreshToken] : [])
            .Distinct(StringComparer.Ordinal).ToLookup(ForeignNames.IsGrant);
        var codes = mapped[true].Contains(GrantTypes.AuthorizationCode, StringComparer.Ordinal);
        var scopes = child("ClientScopes").Select(scope => scope.Text("Scope") ?? "").ToList();
        var resources = scopes.SelectMany(resourcesOf).Distinct(StringComparer.Ordinal).Where(ForeignNames.IsResource);
        var secrets = isPublic ? [] : child("ClientSecrets").ToList();
        var (hashes, lostSecret) = ReadSecrets(secrets);
        _ = ForeignKeys.TryRead(Values(secrets.Where(secret => secret.Text("Type") is "JWK"), "Value"), out var keys);
        var client = new Client
        {
            Id = clientId,
            Name = row.Text("ClientName"),
            Uri = row.Text("ClientUri"),
            LogoUri = row.Text("LogoUri"),
            IsPublic = isPublic,
            IsRevoked = !row.Flag("Enabled", otherwise: true),
            Secrets = hashes,
            Jwks = keys,
            TokenEndpointAuthMethod = keys is not null && hashes.IsEmpty && lostSecret is null ? AuthenticationMethods.PrivateKeyJwt : null,
            TlsClientAuthSubjectDn = secrets.Where(secret => secret.Text("Type") is "X509Name").Select(secret => secret.Text("Value")).FirstOrDefault(),
            RedirectUris = [.. Values(child("ClientRedirectUris"), "RedirectUri")],
            PostLogoutRedirectUris = [.. Values(child("ClientPostLogoutRedirectUris"), "PostLogoutRedirectUri")],
            GrantTypes = [.. mapped[true]],
            AllowedScope = ForeignNames.Scope(offline ? scopes.Append(StandardScopes.OfflineAccess) : scopes),
            AllowedResources = [.. resources],
            RequirePkce = codes && !isPublic && !row.Flag("RequirePkce", otherwise: true) ? false : null,
            RequirePushedAuthorizationRequests = row.Flag("RequirePushedAuthorization"),
            RequireSignedRequestObject = row.Flag("RequireRequestObject"),
            RequireDpop = row.Flag("RequireDPoP"),
            RememberConsent = row.Flag("AllowRememberConsent", otherwise: true) ? null : false,
            ScopeClaimsInIdToken = row.Flag("AlwaysIncludeUserClaimsInIdToken") ? true : null,
            RefreshTokenUsage = offline ? row.Number("RefreshTokenUsage") is 0 ? Attesto.RefreshTokenUsage.Keep : Attesto.RefreshTokenUsage.Rotate : null,
            BackchannelLogoutUri = row.Text("BackChannelLogoutUri"),
            BackchannelLogoutSessionRequired = row.Text("BackChannelLogoutUri") is not null && row.Flag("BackChannelLogoutSessionRequired", otherwise: true),
        };
        return new(client, [.. mapped[false].Select(ForeignNames.NoGrant), .. Losses(row, child, secrets, isPublic && codes)], lostSecret);
    }

    private static IEnumerable<string> Losses(ForeignRow row, Func<string, IEnumerable<ForeignRow>> child, List<ForeignRow> secrets, bool isPublicWithCodes)
    {
        if (row.Text("ProtocolType") is { } protocol and not "oidc")
        {
            yield return $"Its protocol is {protocol}: there is no other than OpenID Connect.";
        }

        if (row.Text("FrontChannelLogoutUri") is { } front)
        {
            yield return $"Its front-channel logout at {front} has no counterpart: browsers keep third-party cookies back; use back-channel logout.";
        }

        if (row.Number("AccessTokenType") is 1)
        {
            yield return "Its access tokens were references; here they are JWTs (RFC 9068), which introspection knows, too.";
        }

        if (!row.Flag("RequireConsent"))
        {
            yield return "Nobody was asked for consent (RequireConsent is off): whom to ask is for Policies/ConsentPolicy.cs to say.";
        }

        if (isPublicWithCodes && !row.Flag("RequirePkce", otherwise: true))
        {
            yield return "PKCE was optional for it, and no public client goes without here (RFC 9700 §2.1.1).";
        }

        foreach (var (column, usual) in Lifetimes)
        {
            if (row.Number(column) is { } seconds && seconds != usual)
            {
                yield return string.Create(CultureInfo.InvariantCulture, $"Its {column} of {seconds} seconds has no counterpart for one client.");
            }
        }

        foreach (var (table, what) in new[]
        {
            ("ClientClaims", "claims of its own in its tokens, which Policies/PrincipalPolicy.cs would give"),
            ("ClientIdPRestrictions", "restrictions to some identity providers"),
            ("ClientProperties", "properties of the host's own"),
        })
        {
            if (child(table).Any())
            {
                yield return $"It has {what}.";
            }
        }

        foreach (var type in secrets.Select(secret => secret.Text("Type")).Where(type => type is "X509Thumbprint" or "X509CertificateBase64").Distinct(StringComparer.Ordinal))
        {
            yield return $"Its secret of type {type} names one certificate: put its key into Jwks, for private_key_jwt or self_signed_tls_client_auth.";
        }
    }

    private static IEnumerable<string> Values(IEnumerable<ForeignRow> rows, string column) => rows.Select(row => row.Text(column)).OfType<string>();

    // A shared secret is kept as the SHA-256 of itself, as here, or as its SHA-512.
    private static (ImmutableArray<ClientSecret> Hashes, string? Lost) ReadSecrets(List<ForeignRow> secrets)
    {
        var shared = secrets.Where(secret => secret.Text("Type") is "SharedSecret").ToList();
        var hashes = shared.Select(secret => (Digest: Digest(secret.Text("Value") ?? ""), Expires: secret.Time("Expiration")))
            .Where(secret => secret.Digest.Length == Sha256Bytes)
            .Select(secret => new ClientSecret(new TokenHash(Convert.ToHexStringLower(secret.Digest)), secret.Expires));
        ImmutableArray<ClientSecret> kept = [.. hashes];
        return (kept, kept.IsEmpty && shared.Count > 0 ? "its secret is kept as something else than a SHA-256" : null);
    }

    private static byte[] Digest(string value)
    {
        var digest = new byte[value.Length];
        return Convert.TryFromBase64String(value, digest, out var length) ? digest[..length] : [];
    }
}
