namespace Attesto;

/// <summary>The scopes that OpenID Connect gives a meaning (OpenID Connect Core §3.1.2.1, §5.4, §11).</summary>
public static class StandardScopes
{
    /// <summary>Asks for an ID token and UserInfo.</summary>
    public const string OpenId = "openid";

    /// <summary>Asks for a refresh token.</summary>
    public const string OfflineAccess = "offline_access";

    /// <summary>Releases the profile claims.</summary>
    public const string Profile = "profile";

    /// <summary>Releases the e-mail address.</summary>
    public const string Email = "email";

    /// <summary>Releases the postal address.</summary>
    public const string Address = "address";

    /// <summary>Releases the phone number.</summary>
    public const string Phone = "phone";
}
