namespace Attesto.Testing;

/// <summary>Values as large and as odd as the wire allows, for stores to keep unchanged.</summary>
internal static class Samples
{
    private static readonly CodeChallenge Pkce = CodeChallenge.TryParse("E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM", out var challenge) ? challenge : null!;

    public static CodeChallenge Challenge => Pkce;

    /// <summary>A client identifier that is a URL of two kilobytes (a metadata document's), in mixed case.</summary>
    public static string LongUrl { get; } = $"https://Client.example/{new string('a', 1900)}/é/Ωmega";

    public static TokenHash NewHash() => TokenHash.Of(Secret.New());

    public static Authorization Authorization(FakeClock clock) => new()
    {
        ClientId = LongUrl,
        Subject = new string('s', 255),
        Scope = ScopeSet.Of(Enumerable.Range(0, 300).Select(i => $"scope-{i}").Append("openid")),
        Resources = ["https://api.example/One", "https://api.example/one?q=\"quoted\",[comma]", $"https://api.example/{new string('r', 2000)}"],
        GrantId = GrantId.New(),
        AuthTime = clock.Now - TimeSpan.FromMinutes(5),
        Acr = "urn:example:gold",
        Amr = ["pwd", "otp"],
        SessionId = Secret.New(),
        SecurityStamp = new string('t', 64),
        Claims = """{"userinfo":{"email":{"essential":true},"note":{"value":"🔑 {0} ?""" + new string('n', 8000) + "\"}}}",
    };

    /// <summary>Only what is required.</summary>
    public static Authorization BareAuthorization() => new()
    {
        ClientId = "app",
        Subject = "alice",
        Scope = ScopeSet.Empty,
        GrantId = GrantId.New(),
    };

    /// <summary>What comes of an authorization, with a refresh token.</summary>
    public static Grant Grant(FakeClock clock, Authorization authorization) => new()
    {
        Authorization = authorization,
        CreatedAt = clock.Now,
        LastUsedAt = clock.Now,
        ExpiresAt = clock.Now.AddDays(14),
        KeepUntil = clock.Now.AddDays(15),
        RefreshToken = new RefreshTokenState(NewHash(), 1, NewHash()),
    };

    /// <summary>A record compares immutable arrays by identity; this compares what they hold.</summary>
    public static object Flat(Authorization authorization) => new
    {
        authorization.ClientId,
        authorization.Subject,
        Scope = authorization.Scope.ToString(),
        Resources = string.Join('\n', authorization.Resources),
        authorization.GrantId,
        authorization.AuthTime,
        authorization.Acr,
        Amr = string.Join('\n', authorization.Amr),
        authorization.SessionId,
        authorization.SecurityStamp,
        authorization.Claims,
    };
}
