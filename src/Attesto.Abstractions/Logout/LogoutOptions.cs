namespace Attesto;

/// <summary>Settings of logout (OpenID Connect RP-Initiated Logout, Back-Channel Logout).</summary>
public sealed class LogoutOptions
{
    /// <summary>Serves and advertises the end-session endpoint.</summary>
    public bool Enabled { get; set; }

    /// <summary>How long a logout token is valid. At most 2 minutes (OpenID Connect Back-Channel Logout §2.4).</summary>
    public TimeSpan LogoutTokenLifetime { get; set; } = TimeSpan.FromMinutes(2);

    /// <summary>How long a client is remembered for back-channel logout after its last ID token: at least as long as a session of this server lives
    /// unused. It is never less than <see cref="RefreshTokenOptions.Lifetime"/>, and every use of a session that is kept on the server extends it.</summary>
    public TimeSpan SessionLifetime { get; set; } = TimeSpan.FromDays(14);
}
