namespace Attesto;

/// <summary>The values of <c>prompt</c> (OpenID Connect Core §3.1.2.1).</summary>
public static class Prompts
{
    /// <summary>No page may be shown.</summary>
    public const string None = "none";

    /// <summary>The person must authenticate again.</summary>
    public const string Login = "login";

    /// <summary>The person must be asked to agree, even if they did before.</summary>
    public const string Consent = "consent";

    /// <summary>The person must be let choose an account.</summary>
    public const string SelectAccount = "select_account";
}
