namespace Attesto.EntityFrameworkCore;

/// <summary>How long a text may be, in characters. What has no length here is kept as a text without one.</summary>
internal static class Lengths
{
    /// <summary>A <c>client_id</c> may be a URL.</summary>
    public const int ClientId = 2048;

    /// <summary>A <c>sub</c> has at most 255 characters (OpenID Connect Core §2).</summary>
    public const int Subject = 255;

    /// <summary>What this server makes itself, such as a <c>jti</c>, or a thumbprint (RFC 7638).</summary>
    public const int Identifier = 64;

    /// <summary>A scope of the host's own.</summary>
    public const int ScopeToken = 255;

    /// <summary>A resource indicator is a URI.</summary>
    public const int Resource = 2048;
}
