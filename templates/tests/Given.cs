namespace HostNamespace.Tests;

#if (isFapi)
/// <summary>Who signs in where, in these tests: at a client of their own, which has a key.</summary>
#elif (demo)
/// <summary>Who signs in where, in these tests: what the folder <c>Demo</c> has. Name a client and a person of yours once you delete it.</summary>
#else
/// <summary>Who signs in where, in these tests. Name a client and a person that your policies know; while a policy is a stub, nobody signs in.</summary>
#endif
internal static class Given
{
#if (isFapi)
    public const string ClientId = "tests";
    public const string RedirectUri = "https://app.example.com/callback";
#elif (demo)
    public const string ClientId = "demo";
    public const string RedirectUri = "http://127.0.0.1/callback";
#else
    public const string ClientId = "my-app";
    public const string RedirectUri = "https://app.example.com/callback";
#endif
    public const string Scope = "openid profile offline_access";

#if (!isFapi)
    /// <summary>For a client that has one.</summary>
    public static string? ClientSecret => null;
#endif

    public const string Username = "alice";
    public const string Password = "wonderland";
}
